use super::limits::YAML_DEPTH;

/// True if YAML has more nested brackets than [`YAML_DEPTH`]. The parser takes quadratic time for them.
pub fn nests_too_deep(yaml: &str) -> bool {
    let mut depth = 0usize;
    yaml.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > YAML_DEPTH
    })
}
