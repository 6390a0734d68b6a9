//! System packages: which are needed, which are missing, and installing those.
//!
//! Only Debian's family is installed for (that is what was proven); elsewhere the list is printed and left to the
//! person. macOS and Windows bring their webview and their key store with them.

use std::path::Path;

use crate::{failure::Failure, invoke};

/// Needed to build and to run.
const TO_RUN: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libdbus-1-dev",
    "xdg-utils",
    "desktop-file-utils",
    "dbus",
    "gnome-keyring",
];

/// Needed besides for the tests: a display of their own, a window manager, a WebDriver, a second browser, hands, letters,
/// an OAuth 1 server.
const TO_TEST: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "chromium",
    "openbox",
    "xdotool",
    "libsecret-tools",
    "libglib2.0-bin",
    "fonts-dejavu-core",
    "fonts-noto-color-emoji",
    "python3-oauthlib",
    "python3-jwt",
    "python3-cryptography",
];

/// Make the tests quicker, and are not in every release of the family: left out where they are unknown.
const TO_TEST_QUICKER: &[&str] = &["chromium-headless-shell"];

/// Installs what is missing to build and run.
pub(crate) fn install_to_run(root: &Path) -> Result<(), Failure> {
    install(root, TO_RUN, &[])
}

/// Installs what is missing to build, run and test.
pub(crate) fn install_to_test(root: &Path) -> Result<(), Failure> {
    install(root, &[TO_RUN, TO_TEST].concat(), TO_TEST_QUICKER)
}

/// Installs `wanted`, and of `welcome` what the system knows.
fn install(root: &Path, wanted: &[&str], welcome: &[&str]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        println!("No system packages are needed on this platform.");
        return Ok(());
    }
    if invoke::output("dpkg-query", &["--version"]).is_none() {
        println!(
            "This is not a Debian system: nothing is installed. What is needed, by Debian's names:\n  {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = absent(wanted);
    let unmet = absent(welcome);
    if missing.is_empty() && !unmet.iter().any(|package| is_known(package)) {
        println!("All system packages are there.");
        return Ok(());
    }
    let prefix: &[&str] = if invoke::output("id", &["-u"]).as_deref() == Some("0") {
        &["env", "DEBIAN_FRONTEND=noninteractive"]
    } else {
        &["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]
    };
    let apt = |arguments: &[&str]| {
        invoke::run(&mut invoke::command(
            root,
            &[prefix, &["apt-get"], arguments].concat(),
        ))
    };
    apt(&["update"])?;
    let known = unmet.into_iter().filter(|package| is_known(package));
    let all: Vec<&str> = missing.into_iter().chain(known).collect();
    println!("Installing missing system packages: {}", all.join(" "));
    apt(&[&["install", "-y", "--no-install-recommends"], all.as_slice()].concat())
}

fn absent<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect()
}

/// Whether the system's package lists, as they are now, have it.
fn is_known(package: &str) -> bool {
    invoke::output("apt-cache", &["show", package]).is_some()
}

/// A package that was removed but left its configuration is not installed.
fn is_installed(package: &str) -> bool {
    invoke::output("dpkg-query", &["-W", "-f=${db:Status-Status}", package]).as_deref() == Some("installed")
}
