# For a tap of Homebrew. Made by `packaging/release finish`.
class Copydesk < Formula
  desc "@description@"
  homepage "@repository@"
  version "@version@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@repository@/releases/download/v@version@/copydesk-@version@-aarch64-apple-darwin.tar.gz"
      sha256 "@sum aarch64-apple-darwin.tar.gz@"
    end
    on_intel do
      url "@repository@/releases/download/v@version@/copydesk-@version@-x86_64-apple-darwin.tar.gz"
      sha256 "@sum x86_64-apple-darwin.tar.gz@"
    end
  end

  on_linux do
    on_arm do
      url "@repository@/releases/download/v@version@/copydesk-@version@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@sum aarch64-unknown-linux-musl.tar.gz@"
    end
    on_intel do
      url "@repository@/releases/download/v@version@/copydesk-@version@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@sum x86_64-unknown-linux-musl.tar.gz@"
    end
  end

  def install
    bin.install "copydesk"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/copydesk.bash" => "copydesk"
    zsh_completion.install "completions/_copydesk"
    fish_completion.install "completions/copydesk.fish"
    pkgshare.install "completions/copydesk.nu", "completions/_copydesk.ps1"
    doc.install "licences.txt"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/copydesk --version")
    system bin/"copydesk", "demo", "--no-open", "--dir", testpath/"demo"
  end
end
