//! The desktop shell: windows, links, and the one command through which the page talks to the engine.

use std::process::ExitCode;

use serde_json::{Value, json};

/// Runs the window until it is closed.
pub fn run() -> ExitCode {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|_, _, _| {}))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(tauri::generate_handler![rpc])
        .setup(|app| {
            tauri::WebviewWindowBuilder::new(app, "main", tauri::WebviewUrl::default()).build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[tauri::command]
fn rpc(cmd: String, payload: Value) -> Result<Value, Value> {
    drop(payload);
    Err(json!({ "code": "not_implemented", "message": format!("{cmd} is not there yet.") }))
}
