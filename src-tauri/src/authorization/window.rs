//! One window to one attempt.
//!
//! It has no capability, so whatever its page asks of the shell is refused; it is incognito, so nothing of the
//! session stays; it has no script of ours, no downloads, no second window, no developer tools. It is destroyed when
//! the attempt ends, and the attempt is cancelled when the user closes it.

use patchbay_engine::{Engine, Opening};
use tauri::{
    AppHandle, Manager as _, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent,
    webview::{NewWindowResponse, PermissionKind, PermissionResponse},
};

use super::{
    navigation::{Verdict, judge},
    refusal::refuses_webview,
    title::title,
};
use crate::host;

/// The label of an attempt's window. No capability names it, and none may.
fn label(attempt: &str) -> String {
    format!("oauth-{attempt}")
}

/// Opens the attempt's window, or brings the open one to the front.
pub(crate) fn open(app: &AppHandle, opening: Opening) -> tauri::Result<()> {
    let label = label(&opening.attempt);
    if let Some(window) = app.get_webview_window(&label) {
        window.navigate(opening.url)?;
        return window.set_focus();
    }
    let Opening {
        attempt,
        url,
        title: name,
        ..
    } = opening;
    let navigating = (app.clone(), attempt.clone());
    let loading = (app.clone(), attempt.clone());
    let opening_another = (app.clone(), label.clone());
    let window = WebviewWindowBuilder::new(app, &label, WebviewUrl::External(url.clone()))
        .title(title(&url, &name))
        .inner_size(560.0, 760.0)
        .min_inner_size(380.0, 480.0)
        .center()
        .focused(true)
        .incognito(true)
        .devtools(false)
        .zoom_hotkeys_enabled(false)
        .browser_extensions_enabled(false)
        .disable_drag_drop_handler()
        .on_navigation(move |url| may_go(&navigating.0, &navigating.1, url))
        .on_new_window(move |url, _| {
            go_instead(&opening_another.0, &opening_another.1, url);
            NewWindowResponse::Deny
        })
        .on_page_load(move |window, page| {
            // Not every change of the address is a navigation: a page may set its own.
            look_for_refusal(&loading.0, &loading.1, page.url());
            if let Err(error) = window.set_title(&title(page.url(), &name)) {
                tracing::warn!(%error, "the authorization window's title could not be set");
            }
        })
        .on_download(|_, _| false)
        .on_permission_request(|_, _: PermissionKind| PermissionResponse::Deny)
        .build()?;
    let closed = (app.clone(), attempt.clone());
    window.on_window_event(move |event| {
        // Only the user's own closing asks first; our `destroy` does not.
        if matches!(event, WindowEvent::CloseRequested { .. }) {
            give_up(&closed.0, closed.1.clone());
        }
    });
    close_at_end(app, attempt);
    Ok(())
}

/// Destroys the attempt's window, if there is one.
pub(crate) fn close(app: &AppHandle, attempt: &str) {
    if let Some(window) = app.get_webview_window(&label(attempt))
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, attempt, "the authorization window could not be closed");
    }
}

/// Decides on a navigation without waiting for anything. The awaited redirect goes to the engine and is never loaded.
fn may_go(app: &AppHandle, attempt: &str, url: &Url) -> bool {
    if let Some(engine) = host::of(app).engine_now()
        && engine.expects(url.as_str())
    {
        tauri::async_runtime::spawn(take(engine, url.clone()));
        return false;
    }
    look_for_refusal(app, attempt, url);
    judge(url) == Verdict::Allow
}

/// Tells the engine where the provider shows that it takes no sign-in in this window: then the waiting screen can offer the
/// browser for the same attempt. The page stays, with the provider's own words.
fn look_for_refusal(app: &AppHandle, attempt: &str, url: &Url) {
    if !refuses_webview(url) {
        return;
    }
    if let Some(engine) = host::of(app).engine_now() {
        let attempt = attempt.to_owned();
        tauri::async_runtime::spawn(async move { engine.webview_refused(&attempt).await });
    }
}

/// The engine closes the window when the attempt ends, which this makes it do.
async fn take(engine: Engine, url: Url) {
    if let Err(error) = engine.redirected(url.as_str()).await {
        tracing::warn!(code = ?error.code, "a redirect in the authorization window was not taken");
    }
}

/// What a page wants in a second window it gets in this one, under the same rule.
fn go_instead(app: &AppHandle, label: &str, url: Url) {
    if judge(&url) == Verdict::Refuse || url.scheme() == "about" {
        return;
    }
    let (app, label) = (app.clone(), label.to_owned());
    // Not from within the webview's own handler, which still holds it.
    tauri::async_runtime::spawn(async move {
        if let Some(window) = app.get_webview_window(&label)
            && let Err(error) = window.navigate(url)
        {
            tracing::warn!(%error, "a page's second window could not be shown in the first");
        }
    });
}

fn give_up(app: &AppHandle, attempt: String) {
    let Some(engine) = host::of(app).engine_now() else {
        return;
    };
    tauri::async_runtime::spawn(async move {
        if let Err(error) = engine.cancel(&attempt).await {
            tracing::warn!(code = ?error.code, "an attempt could not be cancelled");
        }
    });
}

/// However the attempt ends, by time too, its window goes.
fn close_at_end(app: &AppHandle, attempt: String) {
    let Some(engine) = host::of(app).engine_now() else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if engine.attempt_ended(&attempt).await.is_ok() {
            close(&app, &attempt);
        }
    });
}
