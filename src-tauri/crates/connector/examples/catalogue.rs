//! How long the whole catalogue takes to be parsed and checked, and a search in it: `cargo run --release -p
//! patchbay-connector --example catalogue`. The budgets are 25 ms, and a millisecond.
#![allow(
    clippy::print_stdout,
    reason = "an example that measures says what it measured"
)]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use patchbay_connector::Catalogue;

const ROUNDS: u32 = 30;

/// The middle and the slowest of some rounds, after one that warms up.
fn measured<T>(mut work: impl FnMut() -> T) -> (Duration, Duration) {
    black_box(work());
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let made = black_box(work());
            let elapsed = start.elapsed();
            drop(made);
            elapsed
        })
        .collect();
    times.sort();
    (times[times.len() / 2], times.last().copied().unwrap_or_default())
}

fn main() {
    let (catalogue, bad) = Catalogue::builtin();
    println!(
        "{} connectors, {} that do not load",
        catalogue.list().len(),
        bad.len()
    );
    let (middle, slowest) = measured(Catalogue::builtin);
    println!("parsed and checked: {middle:.1?}, slowest {slowest:.1?}");
    for typed in ["s", "google", "salesfroce", "api key oauth"] {
        let (middle, slowest) = measured(|| catalogue.search(typed).len());
        println!("search for \"{typed}\": {middle:.1?}, slowest {slowest:.1?}");
    }
}
