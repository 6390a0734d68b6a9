//! `cargo xtask run`: from a fresh clone to the open window.

use std::{env, ffi::OsString, path::Path, process::Command};

use crate::{failure::Failure, invoke, packages, pages};

/// Installs what is missing, builds, and opens the window with `arguments`; returns when it is closed.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), Failure> {
    // First of all: nobody should wait for a build only to hear that there is nothing to show it on.
    if cfg!(target_os = "linux") && !has_display(env::var_os("DISPLAY"), env::var_os("WAYLAND_DISPLAY")) {
        return Err(Failure::NoDisplay);
    }
    packages::install_to_run(root)?;
    pages::install(&root.join("ui"))?;
    pages::build(root)?;
    // All binaries of the workspace in one go: the tests then share every artefact, and `patchbay` is there too.
    invoke::run(&mut invoke::command(
        root,
        &["cargo", "build", "--workspace", "--bins"],
    ))?;
    let program = beside_this("patchbay-desktop")?;
    invoke::run(Command::new(program).args(arguments).current_dir(root))
}

/// Cargo put this program and that one into the same folder, wherever the target folder is.
pub(crate) fn beside_this(name: &str) -> Result<std::path::PathBuf, Failure> {
    let here = env::current_exe().map_err(|source| Failure::File {
        what: "Finding the build folder".into(),
        source,
    })?;
    Ok(here.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Whether either variable names a display. An empty one does not.
fn has_display(x11: Option<OsString>, wayland: Option<OsString>) -> bool {
    [x11, wayland].into_iter().flatten().any(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::has_display;

    #[test]
    fn an_empty_variable_is_no_display() {
        assert!(!has_display(None, None));
        assert!(!has_display(Some("".into()), Some("".into())));
        assert!(has_display(Some(":0".into()), None));
        assert!(has_display(Some("".into()), Some("wayland-0".into())));
    }
}
