//! Pictures of the display: left in the folder that `PATCHBAY_SCREENS` names, where it names one (see `docs/screens`).

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Leaves a picture, where one was asked for: of the window in front, or of the whole display.
pub(crate) fn picture(name: &str, whole: bool) {
    let Some(file) = picture_file(name) else { return };
    take(&file, whole);
}

/// Leaves a picture of the window in front, in a theme that the test has chosen in the window itself.
pub(crate) fn picture_of(name: &str, theme: &str) {
    let Some(folder) = std::env::var_os("PATCHBAY_SCREENS") else {
        return;
    };
    take(&Path::new(&folder).join(format!("{name}-{theme}.png")), false);
}

/// By the display, not by WebDriver: its picture waits for a window that is behind another.
fn take(file: &Path, whole: bool) {
    let mut scrot = Command::new("scrot");
    scrot.arg("--overwrite").arg(file);
    if !whole {
        scrot.arg("--focused");
    }
    let taken = scrot.status().expect("scrot takes the pictures: install it");
    assert!(taken.success(), "scrot: {taken}");
}

/// Where the picture of this name goes, if pictures were asked for.
fn picture_file(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PATCHBAY_SCREENS")?;
    let dark = std::env::var("GTK_THEME").is_ok_and(|theme| theme.ends_with("dark"));
    Some(Path::new(&folder).join(format!("{name}-{}.png", if dark { "dark" } else { "light" })))
}
