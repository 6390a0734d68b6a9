//! A file that the developer saves from the window: an archive of calls, the body of an answer, a report. The page says what
//! is in it; where it goes is chosen in the system's own dialog, so that the page can write nowhere by itself.

use std::path::PathBuf;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use patchbay_commands::BodyEncoding;
use patchbay_engine::{Code, Error, ErrorView};
use tauri::{Manager as _, WebviewWindow};
use tokio::sync::oneshot;

use crate::main_window;

/// Asks where, and writes. The answer is where it was written; none where the developer thought better of it.
///
/// # Errors
/// A body that is not what its encoding says; a place that cannot be written to.
#[tauri::command]
pub(crate) async fn save_file(
    window: WebviewWindow,
    name: String,
    body: String,
    encoding: BodyEncoding,
) -> Result<Option<String>, ErrorView> {
    if window.label() != main_window::LABEL {
        return Err(Error::new(Code::InvalidRequest, "Only the main window may save files.").into());
    }
    let bytes = match encoding {
        BodyEncoding::Text => body.into_bytes(),
        BodyEncoding::Base64 => BASE64_STANDARD
            .decode(body)
            .map_err(|_| Error::new(Code::InvalidRequest, "The body is not base64."))?,
    };
    let Some(path) = chosen(&window, plain(&name)).await? else {
        return Ok(None);
    };
    tokio::fs::write(&path, bytes).await.map_err(|error| {
        Error::new(
            Code::InvalidRequest,
            format!("{} could not be written: {error}.", path.display()),
        )
        .next("Choose another place.")
    })?;
    Ok(Some(path.display().to_string()))
}

/// Where the developer wants it. The platforms want their dialogs opened on the main thread.
async fn chosen(window: &WebviewWindow, name: String) -> Result<Option<PathBuf>, ErrorView> {
    let (tell, told) = oneshot::channel();
    let parent = window.clone();
    let open = move || {
        let asked = rfd::AsyncFileDialog::new()
            .set_parent(&parent)
            .set_file_name(name)
            .save_file();
        tauri::async_runtime::spawn(async move {
            // Nobody waits any more where the window is gone.
            let _ = tell.send(asked.await.map(|file| file.path().to_owned()));
        });
    };
    window
        .app_handle()
        .run_on_main_thread(open)
        .map_err(Error::internal)?;
    told.await.map_err(|gone| Error::internal(gone).into())
}

/// A file's name and nothing else of a path, as a suggestion.
fn plain(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || " .-_".contains(c) {
                c
            } else {
                '-'
            }
        })
        .take(120)
        .collect();
    let plain = plain.trim_matches(['.', ' ', '-']);
    if plain.is_empty() {
        "patchbay".to_owned()
    } else {
        plain.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_suggestion_is_a_name_and_no_path() {
        assert_eq!(plain("calls 2026-11-27.har"), "calls 2026-11-27.har");
        assert_eq!(plain("../../etc/passwd"), "etc-passwd");
        assert_eq!(plain("C:\\x\0y"), "C--x-y");
        assert_eq!(plain("..."), "patchbay");
    }
}
