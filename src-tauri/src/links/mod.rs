//! Links of our scheme (`patchbay://oauth/callback/…`): who gets them, and what becomes of one.
//!
//! A link comes from anybody (security A4.4): all it can do is to end an attempt that is waiting for exactly it, which
//! the engine decides. None is ever logged.

mod forward;
#[cfg(target_os = "linux")]
mod handler_linux;

use patchbay_engine::{Check, DeepLink};
#[cfg(target_os = "linux")]
use tauri::Manager as _;
use tauri::{AppHandle, Url};

pub(crate) use forward::hand_to_holder;

use crate::{host, main_window, profile};

/// Takes a link that came to the running program.
pub(crate) fn arrive(app: &AppHandle, link: &Url) {
    let (app, link) = (app.clone(), link.clone());
    tauri::async_runtime::spawn(async move {
        let Ok(engine) = host::of(&app).engine().await else {
            return;
        };
        if engine.expects(link.as_str()) {
            show(&app);
            if let Err(error) = engine.redirected(link.as_str()).await {
                tracing::warn!(code = ?error.code, "a link was not taken");
            }
        }
    });
}

/// Takes the link that this process was started by. One that no attempt of this folder waits for opens no window.
pub(crate) async fn arrive_cold(app: AppHandle, link: Url) {
    let host = host::of(&app);
    host.start(&app).await;
    match host.engine().await {
        Ok(engine) if engine.expects(link.as_str()) => {
            // First the window: the vault may have to be unlocked in it before the link can be used.
            show(&app);
            if let Err(error) = engine.redirected(link.as_str()).await {
                tracing::warn!(code = ?error.code, "a link was not taken");
            }
        }
        Ok(_) => {
            tracing::info!("a link that no attempt of this folder waits for was ignored");
            app.exit(0);
        }
        Err(error) => {
            tracing::warn!(code = ?error.code, "the engine does not start for a link");
            app.exit(1);
        }
    }
}

/// macOS hands links over by an event; elsewhere they come on the command line of a second process.
#[cfg(target_os = "macos")]
pub(crate) fn listen(app: &AppHandle) {
    use tauri_plugin_deep_link::DeepLinkExt as _;
    let handle = app.clone();
    app.deep_link().on_open_url(move |event| {
        for link in event.urls() {
            arrive(&handle, &link);
        }
    });
}

/// macOS hands links over by an event; elsewhere they come on the command line of a second process.
#[cfg(not(target_os = "macos"))]
pub(crate) fn listen(_app: &AppHandle) {}

/// Makes this program, on this folder, the one that gets the links, and reports in the status whether it worked: a
/// failure leaves loopback and paste.
pub(crate) async fn register(app: &AppHandle) {
    let handle = app.clone();
    let outcome = tauri::async_runtime::spawn_blocking(move || become_handler(&handle)).await;
    let link = match outcome {
        Ok(Ok(())) => DeepLink {
            ours: true,
            words: format!(
                "Links of {}: open in this window, on the folder {}.",
                profile::SCHEME,
                host::of(app).place().folder.display()
            ),
        },
        Ok(Err(reason)) => not_ours(&reason),
        Err(_) => not_ours("the attempt to register did not finish"),
    };
    if let Some(engine) = host::of(app).engine_now() {
        engine.report_deep_link(link);
    }
}

fn not_ours(reason: &str) -> DeepLink {
    tracing::warn!(reason, "this program is not the handler of its links");
    DeepLink {
        ours: false,
        words: format!(
            "Links of {}: do not reach this window ({reason}). Use the loopback redirect, or paste the redirected address.",
            profile::SCHEME
        ),
    }
}

/// Who gets the links now, where the system can be asked: somebody else may have taken them over since we registered.
#[cfg(target_os = "linux")]
pub(crate) fn handler_check(app: &AppHandle) -> Option<Check> {
    const NAME: &str = "link handler";
    let program = program().ok()?;
    Some(match handler(app, &program).standing() {
        Ok(handler_linux::Standing::Ours) => Check::ok(NAME, "This program, on this folder."),
        Ok(handler_linux::Standing::OtherLine(line)) => Check::warn(
            NAME,
            format!(
                "Another Patchbay or another folder has the links now: {line}. The next sign-in here takes them back."
            ),
        ),
        Ok(handler_linux::Standing::Other(file)) => Check::warn(
            NAME,
            format!("Another program gets the links: {file}. The next sign-in here takes them back."),
        ),
        Ok(handler_linux::Standing::Nobody) => Check::warn(
            NAME,
            "Nobody gets the links. Use the loopback redirect, or start a sign-in, which registers this program.",
        ),
        Err(error) => Check::warn(NAME, format!("The system could not be asked: {error}.")),
    })
}

/// Who gets the links now, where the system can be asked.
#[cfg(not(target_os = "linux"))]
pub(crate) fn handler_check(_app: &AppHandle) -> Option<Check> {
    None
}

#[cfg(target_os = "linux")]
fn become_handler(app: &AppHandle) -> Result<(), String> {
    let program = program().map_err(|error| error.to_string())?;
    handler(app, &program)
        .register()
        .map_err(|error| error.to_string())
}

/// What a link has to start: the image that was started where this is one.
#[cfg(target_os = "linux")]
fn program() -> std::io::Result<std::path::PathBuf> {
    match std::env::var_os("APPIMAGE") {
        Some(image) => Ok(image.into()),
        None => std::env::current_exe(),
    }
}

#[cfg(target_os = "linux")]
fn handler<'a>(app: &'a AppHandle, program: &'a std::path::Path) -> handler_linux::Handler<'a> {
    let place = app.state::<host::Host>().inner().place();
    handler_linux::Handler {
        identifier: &app.config().identifier,
        name: profile::NAME,
        scheme: profile::SCHEME,
        program,
        data_dir: (!place.is_default).then_some(place.folder.as_path()),
    }
}

#[cfg(windows)]
fn become_handler(app: &AppHandle) -> Result<(), String> {
    use tauri_plugin_deep_link::DeepLinkExt as _;
    app.deep_link()
        .register(profile::SCHEME)
        .map_err(|error| error.to_string())
}

/// macOS takes the scheme from the installed bundle.
#[cfg(target_os = "macos")]
fn become_handler(_app: &AppHandle) -> Result<(), String> {
    Ok(())
}

fn show(app: &AppHandle) {
    if let Err(error) = main_window::show(app) {
        tracing::warn!(%error, "the window could not be opened");
    }
}
