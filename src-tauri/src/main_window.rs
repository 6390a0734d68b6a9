//! The main window.

use std::path::Path;

use tauri::{
    AppHandle, Manager as _, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry, plugin::TauriPlugin,
};

use crate::{appearance, host, profile};

/// The label that the capability in `capabilities/main.json` names.
pub(crate) const LABEL: &str = "main";

/// Opens the main window, or brings the open one to the front.
pub(crate) fn show(app: &AppHandle) -> tauri::Result<()> {
    if app.get_webview_window(LABEL).is_some() {
        bring_forward(app)
    } else {
        open(app)
    }
}

/// Brings the main window to the front, if there is one.
pub(crate) fn bring_forward(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else {
        return Ok(());
    };
    window.unminimize()?;
    window.show()?;
    window.set_focus()
}

/// Remembers the main window's size and place, in the data folder. An authorization window is never remembered.
pub(crate) fn memory(folder: &Path) -> TauriPlugin<Wry> {
    use tauri_plugin_window_state::{Builder, StateFlags};
    Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_filter(|label| label == LABEL)
        .with_filename(folder.join("window.json").to_string_lossy())
        .build()
}

fn open(app: &AppHandle) -> tauri::Result<()> {
    let theme = appearance::theme(appearance::kept(&host::of(app).place().folder));
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(profile::NAME)
        .inner_size(1280.0, 820.0)
        .min_inner_size(900.0, 600.0)
        // Hidden until its ground is painted in the theme's colour: a dark desktop must not see a white flash.
        .visible(false)
        .theme(theme)
        .devtools(cfg!(debug_assertions))
        .disable_drag_drop_handler()
        .on_navigation(is_our_page);
    if let Some(theme) = theme {
        builder = builder.background_color(appearance::ground(theme));
    }
    let window = builder.build()?;
    paint_ground(&window)?;
    window.show()?;
    window.set_focus()
}

/// Gives the open window another theme; none is the system's. The page follows by itself.
pub(crate) fn dress(app: &AppHandle, theme: Option<Theme>) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(LABEL) else {
        return Ok(());
    };
    window.set_theme(theme)?;
    paint_ground(&window)
}

/// The page never leaves itself: what leads elsewhere is opened by the engine, on a surface.
fn is_our_page(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => true,
        // Windows serves the pages under this name; `devUrl` is set on the command line of `tauri dev` only.
        "http" | "https" => {
            url.host_str() == Some("tauri.localhost") || (cfg!(dev) && url.host_str() == Some("localhost"))
        }
        _ => false,
    }
}

/// What is seen before the page is, and where the page is not.
fn paint_ground(window: &WebviewWindow) -> tauri::Result<()> {
    window.set_background_color(Some(appearance::ground(window.theme()?)))
}
