use super::{Finding, Topic};
use crate::platform::find_program;

const NAME: &str = "copydesk";

/// The program itself, and whether editors find it.
pub(super) fn findings(version: &str) -> Vec<Finding> {
    let own = std::env::current_exe();
    let place = own.as_ref().map_or_else(|_| String::new(), |own| format!(", {}", own.display()));
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    vec![Topic::Program.works("version", format!("{version} for {system}{place}")), language_server()]
}

/// Editors start the language server by the name of the program.
fn language_server() -> Finding {
    let topic = Topic::Program;
    match find_program(NAME) {
        Some(path) => topic.works(
            "language server",
            format!(
                "editors start `copydesk lsp` as {}; `copydesk help editors` has their settings",
                path.display()
            ),
        ),
        None => topic.missing(
            "language server",
            "editors can't start `copydesk lsp`, because copydesk is not in PATH",
            "put the program into a folder of PATH, or write its whole path into the editor's settings",
        ),
    }
}
