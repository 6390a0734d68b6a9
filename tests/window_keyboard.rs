//! First start → override → connect → call in the real window, by keyboard alone: the keys of `docs/keyboard.md`.
//! With `PATCHBAY_SCREENS` set, a picture of each step is left there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, and tells how many keys it took"
)]

mod window;

use serde_json::{Value, json};
use window::{
    Window,
    eyes::Eyes,
    picture::picture,
    sign_in::{approve, sandbox_origin},
    until, xdotool,
};

/// Hands on the keyboard, which count.
struct Hands<'a> {
    window: &'a Window,
    strokes: u32,
}

impl Hands<'_> {
    /// A key or a chord, as xdotool spells it: real key presses, to whichever window is in front.
    fn press(&mut self, keys: &str) {
        self.strokes += 1;
        xdotool(&["key", "--clearmodifiers", keys]);
    }

    async fn focused(&self) -> String {
        let script = "return document.activeElement?.dataset.testid ?? ''";
        let answer = self.window.client.execute(script, vec![]).await.unwrap();
        answer.as_str().unwrap().to_owned()
    }

    /// Tab until the focus is there. One press is looked at before the next is made.
    async fn tab_to(&mut self, id: &str) {
        for _ in 0..25 {
            let before = self.focused().await;
            if before == id {
                return;
            }
            self.press("Tab");
            let mut looks = 0;
            until("the focus to move", async || {
                looks += 1;
                // Two neighbours may have no id to be told apart by.
                (self.focused().await != before || looks > 4).then_some(())
            })
            .await;
        }
        panic!("Tab does not come to {id}");
    }
}

#[tokio::test]
async fn from_the_first_start_to_an_answered_call() {
    let window = Window::open().await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    let origin = sandbox_origin(&window).await;
    let mut hands = Hands {
        window: &window,
        strokes: 0,
    };

    eyes.find("start-try").await;
    picture("keyboard-1-start", false);
    hands.tab_to("start-try").await;
    hands.press("Return");
    eyes.find("preview-authorize").await;

    // "This customer needs other scopes, on the sandbox, with the 2024 API", as it stands in their code.
    hands.press("ctrl+shift+v");
    eyes.find("paste-text").await;
    until("the focus in the dialog", async || {
        (hands.focused().await == "paste-text").then_some(())
    })
    .await;
    xdotool(&[
        "type",
        "--delay",
        "2",
        "{scopes: ['contacts.read'], variant: 'sandbox', apiVersion: '2024-01'}",
    ]);
    hands.strokes += 1;
    eyes.find("paste-found").await;
    picture("keyboard-2-paste", false);
    hands.tab_to("paste-load").await;
    hands.press("Return");
    eyes.attribute("leaf-scopes", "data-layer", "override").await;
    eyes.reads("preview-authorize", &origin).await;
    eyes.enabled("connect").await;
    picture("keyboard-3-seen", false);

    hands.press("ctrl+Return");
    eyes.find("connect-waiting").await;
    picture("keyboard-4-waiting", false);
    approve(&origin).await;
    hands.strokes += 1;
    eyes.find("result-success").await;
    picture("keyboard-5-connected", false);
    hands.tab_to("open-connection").await;
    hands.press("Return");
    eyes.find("call-path").await;
    hands.press("ctrl+Return");
    eyes.attribute("call-status", "data-status", "200").await;
    eyes.reads("call-body", "\"environment\": \"sandbox\"").await;
    picture("keyboard-6-answered", false);

    let list: Value = window.rpc("connections", json!({})).await.unwrap();
    assert_eq!(list["items"][0]["variant"], "sandbox");
    println!("{} strokes, what was pasted counted as one", hands.strokes);
    assert!(hands.strokes <= 40, "{} strokes", hands.strokes);
    window.close().await;
}
