//! Reads the types of the profile, with their documentation, from the source.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Fields, Item, Lit, LitStr, Meta, Token};

/// The types of the profile that are read from YAML, by their names.
pub struct Types(BTreeMap<String, Type>);

pub struct Type {
    pub doc: Doc,
    pub shape: Shape,
}

pub enum Shape {
    /// Keys with values.
    Table(Vec<Key>),
    /// One of these words.
    Choice(Vec<Word>),
    /// Read as another type.
    Alias(syn::Type),
    /// A value with a syntax of its own, which the documentation of the type describes.
    Value,
}

pub struct Key {
    pub name: String,
    pub doc: Doc,
    pub ty: syn::Type,
}

/// A value of a choice.
pub struct Word {
    pub name: String,
    pub aliases: Vec<String>,
    pub doc: Doc,
}

/// A doc comment in Markdown, up to its first heading.
pub struct Doc(String);

impl Doc {
    fn of(attributes: &[Attribute]) -> Doc {
        let lines = attributes.iter().filter_map(|attribute| {
            let Meta::NameValue(pair) = &attribute.meta else { return None };
            let Expr::Lit(value) = &pair.value else { return None };
            let Lit::Str(line) = &value.lit else { return None };
            pair.path.is_ident("doc").then(|| line.value())
        });
        let lines: Vec<String> =
            lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned()).collect();
        let end = lines.iter().position(|line| line.starts_with("# ")).unwrap_or(lines.len());
        Doc(lines[..end].join("\n").trim().to_owned())
    }

    /// The first paragraph, on one line.
    pub fn summary(&self) -> String {
        let lines = self.0.lines().take_while(|line| !line.trim().is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// What serde does with a type, a field or a variant.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    rename_all: Option<String>,
    from: Option<String>,
    aliases: Vec<String>,
    is_skipped: bool,
    is_flat: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Serde {
        let mut own = Serde::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let parsed = attribute.parse_nested_meta(|meta| {
                let value = match meta.input.peek(Token![=]) {
                    true => Some(meta.value()?.parse::<LitStr>()?.value()),
                    false => None,
                };
                let name = meta.path.require_ident()?.to_string();
                match (name.as_str(), value) {
                    ("rename", Some(value)) => own.rename = Some(value),
                    ("rename_all", Some(value)) => own.rename_all = Some(value),
                    ("from" | "try_from", Some(value)) => own.from = Some(value),
                    ("alias", Some(value)) => own.aliases.push(value),
                    ("skip" | "skip_deserializing", None) => own.is_skipped = true,
                    ("flatten", None) => own.is_flat = true,
                    _ => {}
                }
                Ok(())
            });
            parsed.unwrap();
        }
        own
    }

    /// The name of a variant in the profile.
    fn word(&self, ident: &str, rename_all: Option<&str>) -> String {
        let separator = match rename_all {
            Some("kebab-case") => "-",
            Some("snake_case") => "_",
            Some(other) => panic!("unknown case {other}"),
            None => return self.rename.clone().unwrap_or_else(|| ident.to_owned()),
        };
        self.rename.clone().unwrap_or_else(|| words_of(ident).join(separator))
    }
}

/// The words of a type's or a variant's name, in lower case.
pub fn words_of(ident: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in ident.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words
}

impl Types {
    pub fn read() -> Types {
        let mut types = Types(BTreeMap::new());
        let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/profile"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => types.read_file(&path),
                }
            }
        }
        types
    }

    fn read_file(&mut self, path: &Path) {
        let items = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap().items;
        let own: Vec<String> = items.iter().filter_map(with_own_reader).collect();
        for item in &items {
            match item {
                Item::Struct(one) if own.contains(&one.ident.to_string()) => {
                    self.add(&one.ident, &one.attrs, Shape::Value);
                }
                Item::Enum(one) if own.contains(&one.ident.to_string()) => {
                    self.add(&one.ident, &one.attrs, Shape::Value);
                }
                Item::Struct(one) if is_read(&one.attrs) => {
                    let shape = match (Serde::of(&one.attrs).from, &one.fields) {
                        (Some(from), _) => Shape::Alias(syn::parse_str(&from).unwrap()),
                        (None, Fields::Named(_)) => Shape::Table(keys(&one.fields)),
                        (None, _) => Shape::Value,
                    };
                    self.add(&one.ident, &one.attrs, shape);
                }
                Item::Enum(one) if is_read(&one.attrs) => {
                    let rename_all = Serde::of(&one.attrs).rename_all;
                    let words = one.variants.iter().filter_map(|variant| {
                        let serde = Serde::of(&variant.attrs);
                        let name = serde.word(&variant.ident.to_string(), rename_all.as_deref());
                        let doc = Doc::of(&variant.attrs);
                        (!serde.is_skipped).then_some(Word { name, aliases: serde.aliases, doc })
                    });
                    self.add(&one.ident, &one.attrs, Shape::Choice(words.collect()));
                }
                Item::Type(one) => self.add(&one.ident, &one.attrs, Shape::Alias((*one.ty).clone())),
                Item::Macro(one) if one.ident.is_none() => {
                    if let Ok(rows) = one.mac.parse_body::<Rows>() {
                        self.add(&rows.ident, &rows.attributes, Shape::Choice(rows.words));
                    }
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, ident: &syn::Ident, attributes: &[Attribute], shape: Shape) {
        let old = self.0.insert(ident.to_string(), Type { doc: Doc::of(attributes), shape });
        assert!(old.is_none(), "two types of the profile are named {ident}");
    }

    pub fn get(&self, name: &str) -> Option<&Type> {
        self.0.get(name)
    }

    pub fn table(&self, name: &str) -> Option<&[Key]> {
        match &self.get(name)?.shape {
            Shape::Table(keys) => Some(keys),
            _ => None,
        }
    }
}

/// True if serde's derived code reads the type.
fn is_read(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
        let mut is_read = false;
        let parsed = attribute.parse_nested_meta(|meta| {
            is_read |= meta.path.is_ident("Deserialize");
            Ok(())
        });
        parsed.is_ok() && is_read
    })
}

/// The type with an implementation of `Deserialize` of its own.
fn with_own_reader(item: &Item) -> Option<String> {
    let Item::Impl(implementation) = item else { return None };
    let (_, of, _) = implementation.trait_.as_ref()?;
    let syn::Type::Path(own) = &*implementation.self_ty else { return None };
    let is_reader = of.segments.last()?.ident == "Deserialize";
    is_reader.then(|| own.path.get_ident().map(ToString::to_string))?
}

fn keys(fields: &Fields) -> Vec<Key> {
    let keys = fields.iter().filter_map(|field| {
        let serde = Serde::of(&field.attrs);
        let ident = field.ident.as_ref()?.to_string();
        assert!(!serde.is_flat && serde.aliases.is_empty(), "{ident}: document the keys of this attribute");
        let name = serde.rename.unwrap_or(ident);
        (!serde.is_skipped).then(|| Key { name, doc: Doc::of(&field.attrs), ty: field.ty.clone() })
    });
    keys.collect()
}

/// An enum that a macro makes from rows: `Name: "its name in a profile", …;`.
struct Rows {
    attributes: Vec<Attribute>,
    ident: syn::Ident,
    words: Vec<Word>,
}

impl Parse for Rows {
    fn parse(input: ParseStream<'_>) -> syn::Result<Rows> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![enum]>()?;
        let ident = input.parse()?;
        let rows;
        syn::braced!(rows in input);
        let mut words = Vec::new();
        while !rows.is_empty() {
            let attributes = rows.call(Attribute::parse_outer)?;
            rows.parse::<syn::Ident>()?;
            rows.parse::<Token![:]>()?;
            let name = rows.parse::<LitStr>()?.value();
            while !rows.peek(Token![;]) {
                rows.step(|cursor| {
                    let (_, rest) = cursor.token_tree().ok_or_else(|| cursor.error("a row ends with ;"))?;
                    Ok(((), rest))
                })?;
            }
            rows.parse::<Token![;]>()?;
            let aliases = Serde::of(&attributes).aliases;
            words.push(Word { name, aliases, doc: Doc::of(&attributes) });
        }
        Ok(Rows { attributes, ident, words })
    }
}

/// The name of a type and its arguments: `Vec` and `String` of `Vec<String>`.
pub fn parts(ty: &syn::Type) -> (String, Vec<&syn::Type>) {
    let syn::Type::Path(path) = ty else { panic!("a type of the profile is no path") };
    let last = path.path.segments.last().unwrap();
    let arguments = match &last.arguments {
        syn::PathArguments::AngleBracketed(list) => list
            .args
            .iter()
            .filter_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    (last.ident.to_string(), arguments)
}
