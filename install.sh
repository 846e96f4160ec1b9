#!/bin/sh
# Installs a released copydesk; `help` below says how. `curl … | sh -s -- --help` has no file to read it from.
set -eu

help() {
    cat <<'END'
Installs a released copydesk: sh install.sh [--version VERSION] [--to DIR]

  --version VERSION  the release to install; without it, the newest one
  --to DIR           the folder for the program; without it, ~/.local/bin. If its name is bin, man pages and
                     completions go into the folder share beside it
  --sources SUM      installs only a release that was built from sources with this sum (the GitHub Action does this)

Compares the archive with the release's SHA256SUMS before it unpacks it. COPYDESK_RELEASES names another address of
the releases, such as a mirror.

The exit code is 0 if the program is installed, 1 if a download failed or its sum is wrong, 2 if an argument is wrong,
and 3 if there is no such release, or none for this system.
END
}

repository=https://github.com/copy--desk/copydesk

fail() {
    code=$1
    shift
    echo "install.sh: $*" >&2
    exit "$code"
}

# The name of this system in the names of the archives.
system() {
    machine="$(uname -m)"
    case "$machine" in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) return 1 ;;
    esac
    case "$(uname -s)" in
    Linux) echo "$machine-unknown-linux-musl" ;;
    Darwin) echo "$machine-apple-darwin" ;;
    MINGW* | MSYS* | CYGWIN*) echo x86_64-pc-windows-msvc ;;
    *) return 1 ;;
    esac
}

# Downloads a file. Only https is allowed, except from this machine.
download() {
    case "$1" in
    http://127.0.0.1:* | http://localhost:*) protocols='=http' ;;
    *) protocols='=https' ;;
    esac
    code=0
    if command -v curl >/dev/null; then
        curl --fail --silent --show-error --location --proto "$protocols" --retry 2 --output "$2" "$1" || code=$?
        missing=22
    elif command -v wget >/dev/null; then
        # The wget of busybox has no such option.
        only=""
        if [ "$protocols" = '=https' ] && wget --help 2>&1 | grep -q https-only; then only=--https-only; fi
        # shellcheck disable=SC2086 # No word if it is empty.
        wget -q $only -O "$2" "$1" || code=$?
        missing=8
    else
        fail 1 "neither curl nor wget is installed"
    fi
    if [ "$code" = "$missing" ]; then
        fail 3 "there is no $1"
    elif [ "$code" != 0 ]; then
        fail 1 "cannot download $1"
    fi
}

sum() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1"
    elif command -v shasum >/dev/null; then
        shasum -a 256 <"$1"
    elif command -v openssl >/dev/null; then
        openssl dgst -sha256 -r <"$1"
    else
        fail 1 "none of sha256sum, shasum and openssl is installed"
    fi | cut -d ' ' -f 1
}

# Downloads a file of the release, and compares it with SHA256SUMS.
download_checked() {
    expected="$(sed -n "s/^\([0-9a-f]\{64\}\)  $1\$/\1/p" "$work/SHA256SUMS")"
    [ -n "$expected" ] || fail 3 "the release has no $1"
    download "$address/$1" "$work/$1"
    actual="$(sum "$work/$1")"
    [ "$actual" = "$expected" ] ||
        fail 1 "$1 has the SHA-256 sum $actual instead of $expected; nothing was installed, try again later"
}

unpack() {
    case "$1" in
    *.tar.gz) tar -xzf "$1" -C "$work" ;;
    *)
        if command -v unzip >/dev/null; then
            unzip -q "$1" -d "$work"
        else
            # The tar of Windows reads zip files.
            "$SYSTEMROOT/System32/tar.exe" -xf "$1" -C "$work"
        fi
        ;;
    esac
}

# Puts a file into place in one step: a copydesk that runs keeps its file.
put() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.new.$$"
    chmod "$3" "$2.new.$$"
    mv -f "$2.new.$$" "$2"
}

main() {
    version=""
    sources=""
    to="${HOME:-}/.local/bin"
    while [ $# -gt 0 ]; do
        case "$1" in
        --version=* | --to=* | --sources=*)
            value="${1#*=}"
            name="${1%%=*}"
            shift
            set -- "$name" "$value" "$@"
            continue
            ;;
        --version | --to | --sources) [ $# -ge 2 ] || fail 2 "$1 needs a value" ;;
        -h | --help)
            help
            exit 0
            ;;
        *) fail 2 "unknown argument $1; sh install.sh --help lists the options" ;;
        esac
        case "$1" in
        --version) version="${2#v}" ;;
        --to) to="$2" ;;
        --sources) sources="$2" ;;
        esac
        shift 2
    done
    case "$version" in
    *[!0-9A-Za-z.+-]*) fail 2 "$version is not a version" ;;
    esac
    [ -n "$to" ] || fail 2 "--to needs a folder"

    target="$(system)" || fail 3 "there is no release for $(uname -s) on $(uname -m)"
    releases="${COPYDESK_RELEASES:-$repository/releases}"
    work="$(mktemp -d)"
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' HUP INT TERM

    if [ -n "$version" ]; then
        address="$releases/download/v$version"
    else
        address="$releases/latest/download"
    fi
    download "$address/SHA256SUMS" "$work/SHA256SUMS"
    if [ -z "$version" ]; then
        version="$(sed -n "s/^[0-9a-f]\{64\}  copydesk-\(.*\)-$target\.[a-z.]*\$/\1/p" "$work/SHA256SUMS" | sed -n 1p)"
        [ -n "$version" ] || fail 3 "the newest release has no archive for $target"
        # Another release may become the newest one meanwhile.
        address="$releases/download/v$version"
    fi
    if [ -n "$sources" ]; then
        download_checked SOURCES
        [ "$(cat "$work/SOURCES")" = "$sources" ] || fail 3 "version $version was built from other sources"
    fi
    case "$target" in
    *-windows-*) archive="copydesk-$version-$target.zip" program=copydesk.exe ;;
    *) archive="copydesk-$version-$target.tar.gz" program=copydesk ;;
    esac
    download_checked "$archive"
    unpack "$work/$archive"
    from="$work/copydesk-$version-$target"
    [ -f "$from/$program" ] || fail 1 "$archive has no $program"
    if [ "$(basename "$to")" = bin ]; then
        share="$(dirname "$to")/share"
        for page in "$from"/man/*.1; do
            if [ -f "$page" ]; then put "$page" "$share/man/man1/$(basename "$page")" 644; fi
        done
        put "$from/completions/copydesk.bash" "$share/bash-completion/completions/copydesk" 644
        put "$from/completions/copydesk.fish" "$share/fish/vendor_completions.d/copydesk.fish" 644
        put "$from/completions/_copydesk" "$share/zsh/site-functions/_copydesk" 644
    fi
    put "$from/$program" "$to/$program" 755
    echo "copydesk $version is installed in $to"
    case ":$PATH:" in
    *":$to:"*) ;;
    *) echo "Add $to to your PATH." ;;
    esac
}

# At the end, so that a part of this file does nothing.
main "$@"
