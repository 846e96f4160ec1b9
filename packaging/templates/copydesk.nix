# `nix-build copydesk.nix`, or `pkgs.callPackage ./copydesk.nix { }`. Made by `packaging/release finish`.
{
  pkgs ? import <nixpkgs> { },
  lib ? pkgs.lib,
  stdenvNoCC ? pkgs.stdenvNoCC,
  fetchurl ? pkgs.fetchurl,
  installShellFiles ? pkgs.installShellFiles,
}:
let
  version = "@version@";
  archive =
    target: sha256:
    fetchurl {
      url = "@repository@/releases/download/v${version}/copydesk-${version}-${target}.tar.gz";
      inherit sha256;
    };
  # The programs for Linux are static, so that they need no library of another system.
  archives = {
    x86_64-linux = archive "x86_64-unknown-linux-musl" "@sum x86_64-unknown-linux-musl.tar.gz@";
    aarch64-linux = archive "aarch64-unknown-linux-musl" "@sum aarch64-unknown-linux-musl.tar.gz@";
    x86_64-darwin = archive "x86_64-apple-darwin" "@sum x86_64-apple-darwin.tar.gz@";
    aarch64-darwin = archive "aarch64-apple-darwin" "@sum aarch64-apple-darwin.tar.gz@";
  };
  system = stdenvNoCC.hostPlatform.system;
in
stdenvNoCC.mkDerivation {
  pname = "copydesk";
  inherit version;
  src = archives.${system} or (throw "no release of copydesk is for ${system}");
  nativeBuildInputs = [ installShellFiles ];
  dontStrip = true;
  installPhase = ''
    runHook preInstall
    install -Dm755 copydesk -t $out/bin
    installManPage man/*.1
    installShellCompletion --cmd copydesk \
      --bash completions/copydesk.bash --fish completions/copydesk.fish --zsh completions/_copydesk
    install -Dm644 completions/copydesk.nu completions/_copydesk.ps1 -t $out/share/copydesk
    install -Dm644 LICENSE-APACHE LICENSE-MIT licences.txt -t $out/share/licenses/copydesk
    runHook postInstall
  '';
  meta = {
    description = "@description@";
    homepage = "@repository@";
    license = with lib.licenses; [
      mit
      asl20
    ];
    mainProgram = "copydesk";
    platforms = builtins.attrNames archives;
    sourceProvenance = [ lib.sourceTypes.binaryNativeCode ];
  };
}
