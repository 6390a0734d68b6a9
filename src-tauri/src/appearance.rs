//! Light or dark before the first paint. The engine, which knows what the developer prefers, starts after the window is
//! shown; a small file in the data folder says it at once. Where there is none, the system decides.

use std::{fs, path::Path};

use patchbay_engine::{Engine, ThemeChoice};
use tauri::{AppHandle, Theme, window::Color};

use crate::{host, main_window};

/// The file's name in the data folder.
const FILE: &str = "appearance";

/// What the window was last shown in.
pub(crate) fn kept(folder: &Path) -> ThemeChoice {
    match fs::read_to_string(folder.join(FILE)).as_deref().map(str::trim) {
        Ok("light") => ThemeChoice::Light,
        Ok("dark") => ThemeChoice::Dark,
        _ => ThemeChoice::System,
    }
}

/// The theme as the window takes it; none is the system's.
pub(crate) fn theme(choice: ThemeChoice) -> Option<Theme> {
    match choice {
        ThemeChoice::System => None,
        ThemeChoice::Light => Some(Theme::Light),
        ThemeChoice::Dark => Some(Theme::Dark),
    }
}

/// The same two colours as the token `--bg` of the pages.
pub(crate) fn ground(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x0f, 0x11, 0x15, 0xff),
        _ => Color(0xf4, 0xf5, 0xf7, 0xff),
    }
}

/// Brings window and file in line with what the developer prefers now.
pub(crate) async fn follow(app: &AppHandle, engine: &Engine) {
    let Ok(preferences) = engine.preferences().await else {
        return;
    };
    let folder = host::of(app).place().folder.clone();
    if kept(&folder) != preferences.theme {
        let choice = preferences.theme;
        // A window that opens in the other colours next time is all that is lost where it fails.
        let written = tauri::async_runtime::spawn_blocking(move || keep(&folder, choice)).await;
        if !matches!(written, Ok(Ok(()))) {
            tracing::warn!("the theme could not be kept for the next start");
        }
    }
    if let Err(error) = main_window::dress(app, theme(preferences.theme)) {
        tracing::warn!(%error, "the window could not be given its theme");
    }
}

fn keep(folder: &Path, choice: ThemeChoice) -> std::io::Result<()> {
    let text = match choice {
        ThemeChoice::System => "system\n",
        ThemeChoice::Light => "light\n",
        ThemeChoice::Dark => "dark\n",
    };
    fs::write(folder.join(FILE), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_there_before_the_engine_is() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(kept(folder.path()), ThemeChoice::System);
        for choice in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::System] {
            keep(folder.path(), choice).unwrap();
            assert_eq!(kept(folder.path()), choice);
        }
        fs::write(folder.path().join(FILE), "purple").unwrap();
        assert_eq!(kept(folder.path()), ThemeChoice::System);
    }

    #[test]
    fn the_ground_is_that_of_the_pages() {
        let css = include_str!("../../ui/shared/style/theme.css");
        let hex = |theme| {
            let Color(red, green, blue, _) = ground(theme);
            format!("#{red:02x}{green:02x}{blue:02x}")
        };
        let token = format!("--bg: light-dark({}, {});", hex(Theme::Light), hex(Theme::Dark));
        assert!(css.contains(&token), "{token}");
    }
}
