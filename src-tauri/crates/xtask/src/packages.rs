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

/// Installs what is missing to build and run.
pub(crate) fn install_to_run(root: &Path) -> Result<(), Failure> {
    install(root, TO_RUN)
}

/// Installs what is missing to build, run and test.
pub(crate) fn install_to_test(root: &Path) -> Result<(), Failure> {
    install(root, &[TO_RUN, TO_TEST].concat())
}

fn install(root: &Path, wanted: &[&str]) -> Result<(), Failure> {
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
    let missing: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        println!("All system packages are there.");
        return Ok(());
    }
    println!("Installing missing system packages: {}", missing.join(" "));
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
    apt(&[&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat())
}

/// A package that was removed but left its configuration is not installed.
fn is_installed(package: &str) -> bool {
    invoke::output("dpkg-query", &["-W", "-f=${db:Status-Status}", package]).as_deref() == Some("installed")
}
