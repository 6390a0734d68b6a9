//! The main window.

use std::path::Path;

use tauri::{
    AppHandle, Manager as _, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry,
    plugin::TauriPlugin, window::Color,
};

use crate::profile;

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
    // Hidden until its ground is painted in the theme's colour: a dark desktop must not see a white flash.
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(profile::NAME)
        .inner_size(1280.0, 820.0)
        .min_inner_size(900.0, 600.0)
        .visible(false)
        .disable_drag_drop_handler()
        .on_navigation(is_our_page)
        .build()?;
    paint_ground(&window)?;
    window.show()?;
    window.set_focus()
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

/// The same two colours as the token `--bg` of the pages.
fn paint_ground(window: &WebviewWindow) -> tauri::Result<()> {
    let ground = match window.theme()? {
        Theme::Dark => Color(0x0f, 0x11, 0x15, 0xff),
        _ => Color(0xf4, 0xf5, 0xf7, 0xff),
    };
    window.set_background_color(Some(ground))
}
