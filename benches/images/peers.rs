//! Other programs that do the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub struct Peer {
    pub name: &'static str,
    pub target: PathBuf,
    command: Vec<String>,
}

impl Peer {
    pub fn run(&self) {
        let status = Command::new(&self.command[0])
            .args(&self.command[1..])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{}", self.command.join(" "));
    }
}

/// Those that are here, each with its command for one source; says which are not.
pub fn installed(source: &Path, dir: &Path) -> Vec<Peer> {
    let extension = source.extension().unwrap().to_str().unwrap();
    let source = source.to_str().unwrap();
    let mut peers = Vec::new();
    match image_magick() {
        Some(program) => {
            let target = dir.join(format!("magick.{extension}"));
            let command =
                [&program, source, "-auto-orient", "-resize", "550x", "-strip", target.to_str().unwrap()];
            let command = command.map(str::to_owned).to_vec();
            peers.push(Peer { name: "ImageMagick", target, command });
        }
        None => println!("  ImageMagick is not installed"),
    }
    if answers("vipsthumbnail", "--version", "vips") {
        let target = dir.join(format!("vips.{extension}"));
        // The height is free; without `linear` it averages sRGB's numbers, as ImageMagick does.
        let output = format!("{}[strip]", target.display());
        let command = ["vipsthumbnail", source, "--size", "550x100000", "-o", &output];
        peers.push(Peer { name: "vipsthumbnail", target, command: command.map(str::to_owned).to_vec() });
    } else {
        println!("  vipsthumbnail is not installed");
    }
    peers
}

/// Something else may go by its old name.
fn image_magick() -> Option<String> {
    ["magick", "convert", "/usr/bin/convert"]
        .into_iter()
        .find(|program| answers(program, "--version", "ImageMagick"))
        .map(str::to_owned)
}

fn answers(program: &str, argument: &str, with: &str) -> bool {
    let output = Command::new(program).arg(argument).stderr(Stdio::null()).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(with))
}
