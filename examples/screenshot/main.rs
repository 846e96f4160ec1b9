//! Draws the desk on the demo newsletter as SVGs, into `assets`: `cargo run --example screenshot`.

#[path = "../../tests/support/screens/gallery.rs"]
mod gallery;
#[path = "../../tests/support/screens/svg.rs"]
mod svg;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match write(Path::new("assets")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn report(text: &str) {
    use std::io::Write;
    // Nobody may be there to read it.
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn write(assets: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for (name, text) in gallery::files()? {
        let path = assets.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
