//! The main window.

use tauri::{
    AppHandle, Manager as _, Runtime, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder, window::Color,
};

use crate::profile;

/// The label that the capability in `capabilities/main.json` names.
pub(crate) const LABEL: &str = "main";

/// Opens the main window, or brings the open one to the front.
pub(crate) fn show<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    match app.get_webview_window(LABEL) {
        Some(window) => {
            window.unminimize()?;
            window.show()?;
            window.set_focus()
        }
        None => open(app),
    }
}

fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    // Hidden until its ground is painted in the theme's colour: a dark desktop must not see a white flash.
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title(profile::NAME)
        .inner_size(1280.0, 820.0)
        .min_inner_size(900.0, 600.0)
        .visible(false)
        .disable_drag_drop_handler()
        .build()?;
    paint_ground(&window)?;
    window.show()?;
    window.set_focus()
}

/// The same two colours as the token `--bg` of the pages.
fn paint_ground<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let ground = match window.theme()? {
        Theme::Dark => Color(0x0f, 0x11, 0x15, 0xff),
        _ => Color(0xf4, 0xf5, 0xf7, 0xff),
    };
    window.set_background_color(Some(ground))
}
