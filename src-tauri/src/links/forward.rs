//! Handing a link to whoever holds the data folder: another window, or `patchbay serve`.

use std::{path::Path, process::ExitCode};

use patchbay_api::control::{ControlClient, ControlError};
use patchbay_store::read_engine_file;
use serde_json::json;
use url::Url;

/// Hands the link over, and says with which code this process ends. `None`: nobody holds the folder, or nobody who can
/// be asked, so this process has to take the link itself.
pub(crate) fn hand_to_holder(folder: &Path, link: &Url) -> Option<ExitCode> {
    let file = read_engine_file(folder).ok().flatten()?;
    tauri::async_runtime::block_on(async {
        let holder = match ControlClient::connect(&file).await {
            Ok(holder) => holder,
            Err(ControlError::NoAddress | ControlError::Stale) => return None,
        };
        // Waited for without a limit: a holder with a locked vault keeps the link until it is unlocked.
        match holder.call("redirected", json!({ "url": link.as_str() })).await {
            Ok(_) => Some(ExitCode::SUCCESS),
            Err(error) => {
                tracing::warn!(code = ?error.code, "the running Patchbay did not take the link");
                Some(ExitCode::FAILURE)
            }
        }
    })
}
