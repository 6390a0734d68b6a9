//! The budgets of the catalogue, held loosely: a debug build on a busy machine is many times slower than what is shipped.
//! What a release build takes is measured by the example `catalogue`.

use std::time::{Duration, Instant};

use patchbay_connector::Catalogue;

#[test]
fn searching_does_not_look_at_everything_twice() {
    let (catalogue, _) = Catalogue::builtin();
    let typed = [
        "s",
        "sa",
        "sal",
        "sales",
        "salesfroce",
        "oauth",
        "google dr",
        "zzzz",
    ];
    let start = Instant::now();
    for text in typed {
        catalogue.search(text);
    }
    let each = start.elapsed() / u32::try_from(typed.len()).unwrap();
    // A frame is 16 ms.
    assert!(each < Duration::from_millis(16), "{each:?} for one search");
}
