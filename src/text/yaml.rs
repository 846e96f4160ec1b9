use super::limits::YAML_DEPTH;

/// Whether a YAML text has more brackets in one another than anybody writes. Its reader takes
/// time with the square of their number before it refuses them.
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
