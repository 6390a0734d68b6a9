//! The desktop shell: windows, links, and the one command through which the page talks to the engine.
//!
//! Thin on purpose: what Patchbay does is in the engine, what can be asked of it in `patchbay-commands`. Only this
//! crate names Tauri.

mod arguments;
mod main_window;
mod profile;

use std::process::ExitCode;

use serde_json::{Value, json};

/// Runs the window until it is closed.
pub fn run() -> ExitCode {
    let _ = (arguments::Arguments::parse([], profile::SCHEME), arguments::HELP, profile::data_dir_of_environment());
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|_, _, _| {}))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(|app| Ok(main_window::show(app.handle())?))
        .run(tauri::generate_context!());
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[tauri::command]
fn rpc(cmd: &str, payload: Value) -> Result<Value, Value> {
    drop(payload);
    Err(json!({ "code": "unsupported", "message": format!("{cmd} is not there yet."), "problems": [] }))
}
