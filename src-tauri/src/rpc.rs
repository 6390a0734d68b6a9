//! The one command of the page: the list of commands is `patchbay-commands`', not Tauri's.

use patchbay_commands::{Caller, Context, dispatch};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::{Value, json};
use tauri::{AppHandle, WebviewWindow};

use crate::{host, main_window};

/// Asks the engine. `payload` is the command's request; none is an empty one.
///
/// # Errors
/// The command's own error, or why there is no engine.
#[tauri::command]
pub(crate) async fn rpc(
    app: AppHandle,
    window: WebviewWindow,
    cmd: String,
    payload: Option<Value>,
) -> Result<Value, ErrorView> {
    // The capability says so already; this holds even if a capability were ever written too wide.
    if window.label() != main_window::LABEL {
        return Err(Error::new(Code::InvalidRequest, "Only the main window may ask.").into());
    }
    let host = host::of(&app);
    let engine = match host.engine().await {
        Err(_) if cmd == "status" => {
            host.start(&app).await;
            host.engine().await
        }
        other => other,
    }?;
    dispatch(
        &Context {
            engine,
            caller: Caller::Window,
        },
        &cmd,
        payload.unwrap_or_else(|| json!({})),
    )
    .await
}
