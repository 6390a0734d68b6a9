//! What the developer likes is kept, and used where nothing else is said.

use patchbay_engine::{ChangedWhat, Code};
use serde_json::json;

use crate::support::workbench::Workbench;

#[tokio::test]
async fn a_change_names_only_what_it_changes_and_tells_the_window() {
    let bench = Workbench::start().await;
    let fresh = json!({ "theme": "system", "surface": null, "notify": true, "seen": [] });
    assert_eq!(bench.ok("preferences", json!({})).await, fresh);
    let mut changes = bench.engine.subscribe();
    let mut told = || {
        let mut count = 0;
        while let Ok(change) = changes.try_recv() {
            count += u32::from(change.what == ChangedWhat::Preferences);
        }
        count
    };
    bench.ok("preferences_set", json!({ "theme": "dark" })).await;
    bench
        .ok(
            "preferences_set",
            json!({ "notify": false, "seen": "first-steps" }),
        )
        .await;
    let after = bench
        .ok("preferences_set", json!({ "seen": "first-steps" }))
        .await;
    assert_eq!(
        after,
        json!({ "theme": "dark", "surface": null, "notify": false, "seen": ["first-steps"] })
    );
    assert_eq!(told(), 2, "what changes nothing is not told");
    assert_eq!(bench.ok("preferences", json!({})).await, after);
}

#[tokio::test]
async fn the_preferred_surface_is_that_of_new_integrations_only() {
    let bench = Workbench::start().await;
    let add = |key: &str, connector: &str| json!({ "key": key, "connector": connector });
    let before = bench.ok("integration_add", add("before", "github")).await;
    bench.ok("preferences_set", json!({ "surface": "browser" })).await;
    let after = bench.ok("integration_add", add("after", "github")).await;
    assert_eq!(
        (&before["surface"], &after["surface"]),
        (&json!("window"), &json!("browser"))
    );
    let mut said = add("said", "github");
    said["surface"] = json!("window");
    assert_eq!(bench.ok("integration_add", said).await["surface"], "window");
    let shown = bench.ok("integration_show", json!({ "key": "before" })).await;
    assert_eq!(shown["surface"], "window");
    // Google takes no webview, whatever is preferred.
    bench.ok("preferences_set", json!({ "surface": "window" })).await;
    let google = bench.ok("integration_add", add("google", "google")).await;
    assert_eq!(google["surface"], "browser");
}

#[tokio::test]
async fn what_nobody_can_like_is_refused() {
    let bench = Workbench::start().await;
    for (path, change) in [
        ("surface", json!({ "surface": "popup" })),
        ("seen", json!({ "seen": "" })),
    ] {
        let error = bench.refused("preferences_set", change).await;
        assert_eq!(
            (error.code, error.path.as_deref()),
            (Code::InvalidRequest, Some(path))
        );
    }
}
