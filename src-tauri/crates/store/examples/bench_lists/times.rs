//! Times of many runs: the middle and the slowest of twenty, beside a bare query.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// A frame.
const BUDGET: Duration = Duration::from_millis(16);
const RUNS: usize = 100;

/// A query that is run as it is, every row read.
pub(crate) fn bare<'a>(sql: &'a Connection, text: &str) -> Box<dyn Fn() + 'a> {
    let text = text.to_owned();
    Box::new(move || {
        let mut statement = sql.prepare_cached(&text).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                std::hint::black_box(row.get_ref(column).unwrap());
            }
        }
    })
}

/// What was measured, and what took longer than a frame.
#[derive(Default)]
pub(crate) struct Report {
    slow: Vec<String>,
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn runs(mut run: impl FnMut(usize)) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (1..=RUNS)
        .map(|n| {
            let start = Instant::now();
            run(n);
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[RUNS / 2], times[RUNS * 95 / 100])
}

impl Report {
    pub(crate) fn head(what: &str) {
        println!(
            "\n{what:40} {:>9} {:>9} {:>10} {:>9} {:>7}",
            "p50 ms", "p95 ms", "found", "bare p50", "ratio"
        );
    }

    /// Something that happens once in a run; it has no budget.
    pub(crate) fn once(what: &str, run: impl FnOnce() -> u32) {
        let start = Instant::now();
        let found = run();
        println!("{what:40} {:>9.2} {:>9} {found:>10}", ms(start.elapsed()), "once");
    }

    pub(crate) fn time(&mut self, what: &str, run: impl FnMut(usize) -> u32) {
        self.measure(what, None, run);
    }

    /// The same beside a bare query of the same page.
    pub(crate) fn beside(&mut self, what: &str, bare: impl Fn(), run: impl FnMut(usize) -> u32) {
        let (middle, _) = runs(|_| bare());
        self.measure(what, Some(middle), run);
    }

    fn measure(&mut self, what: &str, bare: Option<Duration>, mut run: impl FnMut(usize) -> u32) {
        let mut found = 0;
        let (middle, slowest) = runs(|n| found = run(n));
        let beside = bare.map_or_else(String::new, |bare| {
            format!(
                " {:>9.2} {:>7.2}",
                ms(bare),
                middle.as_secs_f64() / bare.as_secs_f64()
            )
        });
        let over = if slowest > BUDGET { "  OVER" } else { "" };
        println!(
            "{what:40} {:>9.2} {:>9.2} {found:>10}{beside}{over}",
            ms(middle),
            ms(slowest)
        );
        if slowest > BUDGET {
            self.slow.push(what.trim().to_owned());
        }
    }

    pub(crate) fn end(self) -> ExitCode {
        if self.slow.is_empty() {
            println!("\nAll within {} ms.", BUDGET.as_millis());
            return ExitCode::SUCCESS;
        }
        println!(
            "\nOver {} ms at p95: {}.",
            BUDGET.as_millis(),
            self.slow.join(", ")
        );
        ExitCode::FAILURE
    }
}
