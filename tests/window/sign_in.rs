//! Signing in at the sandbox, in the authorization window as it is shipped: from the keyboard, by xdotool.

use serde_json::json;

use super::{Window, titles, until, xdotool};

/// Approves in the window of this origin: Allow has the focus, so Return is enough.
pub(crate) async fn approve(origin: &str) {
    let window = until("the sign-in window", async || {
        let id = xdotool(&["search", "--onlyvisible", "--name", &format!("^{origin}")]);
        id.lines().next().map(str::to_owned)
    })
    .await;
    until("the approval", async || {
        // A real key press, not one sent to the window: the toolkit ignores those.
        xdotool(&["windowactivate", "--sync", &window, "key", "Return"]);
        titles()
            .iter()
            .all(|title| !title.starts_with(origin))
            .then_some(())
    })
    .await;
}

pub(crate) async fn sandbox_origin(window: &Window) -> String {
    until("the sandbox", async || {
        let status = window.rpc("status", json!({})).await.ok()?;
        status["sandbox"][1]["url"].as_str().map(str::to_owned)
    })
    .await
}
