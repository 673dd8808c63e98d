#!/bin/sh
# Print the path of a Chromium on PATH. On Debian, as root, install one; elsewhere say how and fail.
set -eu

find_it() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome \
        google-chrome-stable chrome; do
        if command -v "$name"; then return 0; fi
    done
    return 1
}

if find_it; then exit 0; fi
if [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >&2
    for package in chromium-headless-shell chromium; do
        echo "Installing the package $package" >&2
        if DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$package" >&2 && find_it; then
            exit 0
        fi
    done
fi
{
    echo "The browser tests need Chromium or Google Chrome on PATH, and there is none."
    echo "Debian and Ubuntu: sudo apt-get install chromium    Fedora: sudo dnf install chromium"
    echo "macOS: brew install --cask google-chrome, and put a link named google-chrome on PATH."
} >&2
exit 1
