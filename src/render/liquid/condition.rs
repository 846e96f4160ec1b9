use std::cmp::Ordering;

use serde_yaml::Value;

use super::Scope;
use super::expression::{Words, text_of};

/// True if a condition is. `None` if it is not understood. Liquid reads `and` and `or` from the right.
pub(super) fn holds(condition: &str, scope: &Scope<'_>) -> Option<bool> {
    let mut words = Words::new(condition);
    let left = comparison(&mut words, scope)?;
    words.skip_space();
    if words.rest.is_empty() {
        return Some(left);
    }
    if let Some(rest) = words.rest.strip_prefix("and ") {
        return Some(holds(rest, scope)? && left);
    }
    let rest = words.rest.strip_prefix("or ")?;
    Some(holds(rest, scope)? || left)
}

fn comparison(words: &mut Words<'_>, scope: &Scope<'_>) -> Option<bool> {
    let left = words.operand(scope)?;
    words.skip_space();
    let found = OPERATORS.iter().find(|operator| words.rest.starts_with(**operator));
    let Some(operator) = found else { return Some(is_truthy(&left)) };
    words.rest = &words.rest[operator.len()..];
    let right = words.operand(scope)?;
    Some(match *operator {
        "==" => left == right,
        "!=" | "<>" => left != right,
        "contains" => contains(&left, &right),
        operator => {
            let order = order(&left, &right)?;
            match operator {
                "<=" => order.is_le(),
                ">=" => order.is_ge(),
                "<" => order.is_lt(),
                _ => order.is_gt(),
            }
        }
    })
}

const OPERATORS: [&str; 8] = ["==", "!=", "<>", "<=", ">=", "<", ">", "contains"];

pub(super) fn is_truthy(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false))
}

fn contains(left: &Value, right: &Value) -> bool {
    match left {
        Value::Sequence(list) => list.contains(right),
        Value::String(text) => text.contains(&text_of(right)),
        _ => false,
    }
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
