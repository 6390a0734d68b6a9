//! Lists of 100,000 connections and 1,000,000 calls against the budget of a frame, and against a bare `SELECT` of the same
//! page in the same run. `cargo xtask bench lists` runs it in a release build.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement: it says no by panicking, and the terminal is its only way"
)]

#[path = "bench_lists/fill.rs"]
mod fill;
#[path = "bench_lists/times.rs"]
mod times;

use std::process::ExitCode;
use std::time::Instant;

use patchbay_store::{CallQuery, ConnectionQuery, Grouping, Patience, Store};
use times::Report;

const CONNECTIONS: u32 = 100_000;
const CALLS: u32 = 1_000_000;
const PAGE: u32 = 100;

fn main() -> ExitCode {
    let place = fill::Place::new();
    {
        let (_folder, store) = place.open();
        let begun = Instant::now();
        fill::connections(&place, &store, CONNECTIONS);
        fill::calls(&store, CALLS, CONNECTIONS);
        println!("Filled in {:.0} s.\n", begun.elapsed().as_secs_f64());
    }
    let (_folder, store) = place.open();
    let mut report = Report::default();
    connections(&place, &store, &mut report);
    calls(&place, &store, &mut report);
    report.end()
}

fn filter(text: &str) -> ConnectionQuery {
    ConnectionQuery {
        filter: text.to_owned(),
        ..ConnectionQuery::default()
    }
}

fn connections(place: &fill::Place, store: &Store, report: &mut Report) {
    let main = place.sql("patchbay.db");
    let bare = |offset: u32| {
        times::bare(
            &main,
            &format!(
                "SELECT * FROM connections WHERE archived_at IS NULL ORDER BY n DESC LIMIT {PAGE} OFFSET {offset}"
            ),
        )
    };
    let list = |query: &ConnectionQuery, offset: u32| store.connections_list(query, offset, PAGE).unwrap();
    Report::head("connections");
    Report::once("first page, nothing in memory", || list(&filter(""), 0).total);
    Report::once("index read into memory", || list(&filter("customer"), 0).total);
    report.beside("first page", bare(0), |_| list(&filter(""), 0).total);
    for offset in [50_000, 99_900] {
        report.beside(&format!("page at {offset}"), bare(offset), |_| {
            list(&filter(""), offset).total
        });
    }
    // Spaces make another filter of the same meaning: nothing that was found before is used.
    let typed = |text: &str, n: usize| filter(&(text.to_owned() + &" ".repeat(n)));
    for text in [
        "c",
        "z",
        "cu",
        "zq",
        "cus",
        "customer 99",
        "zzz",
        "env:sandbox needs:reconnect",
        "-env:sandbox tenant:tenant-7",
    ] {
        report.time(&format!("typed “{text}”"), |n| list(&typed(text, n), 0).total);
    }
    for group in [Grouping::Integration, Grouping::Tenant, Grouping::Variant] {
        let grouped = |text: &str, n: usize| ConnectionQuery {
            group: Some(group),
            ..typed(text, n)
        };
        report.time(&format!("by {group:?}, first page"), |n| {
            list(&grouped("", n), 0).total
        });
        report.time(&format!("by {group:?}, typed “cus”"), |n| {
            list(&grouped("cus", n), 0).total
        });
        report.time(&format!("by {group:?}, page at 99900"), |_| {
            list(&grouped("", 0), 99_900).total
        });
    }
    report.time("page at 50000, after a change", |n| {
        store
            .rename(&fill::id(u32::try_from(n).unwrap()), &format!("Renamed {n}"), 2)
            .unwrap();
        list(&filter("customer"), 50_000).total
    });
    report.time("10,000 ids of a filter", |_| {
        store.connections_list_ids(&filter("customer"), 10_000).unwrap().1
    });
}

fn calls(place: &fill::Place, store: &Store, report: &mut Report) {
    let log = place.sql("calls.db");
    let bare = |condition: &str, offset: u32| {
        times::bare(
            &log,
            &format!("SELECT * FROM calls WHERE {condition} ORDER BY n DESC LIMIT {PAGE} OFFSET {offset}"),
        )
    };
    let query = |text: &str, connection: Option<String>| CallQuery {
        filter: text.to_owned(),
        connection_id: connection,
    };
    let list = |query: &CallQuery, offset: u32| {
        store
            .calls_list(query, offset, PAGE, Patience::Frame)
            .unwrap()
            .total
    };
    Report::head("calls");
    Report::once("first page, nothing counted", || list(&query("", None), 0));
    for offset in [0, 500_000, 999_900] {
        report.beside(&format!("page at {offset}"), bare("1", offset), |_| {
            list(&query("", None), offset)
        });
    }
    let of = fill::id(7);
    report.beside(
        "of a connection",
        bare(&format!("connection_id = '{of}'"), 0),
        |n| list(&query(&" ".repeat(n), Some(of.clone())), 0),
    );
    let busy = fill::id(0);
    report.time("of one with 100,000 calls", |n| {
        list(&query(&" ".repeat(n), Some(busy.clone())), 0)
    });
    for text in [
        "is:failed",
        "status:4xx",
        "status:2xx",
        "method:post",
        "contacts",
        "nowhere",
        "customer 99",
        "tenant:tenant-7",
    ] {
        report.time(&format!("typed “{text}”"), |n| {
            list(&query(&(text.to_owned() + &" ".repeat(n)), None), 0)
        });
        let whole = query(text, None);
        Report::once("    until everything was looked at", || {
            store.calls_list(&whole, 0, PAGE, Patience::Total).unwrap().total
        });
        let total = list(&whole, 0);
        report.time("    its last page", |_| list(&whole, total.saturating_sub(PAGE)));
    }
    report.time("“contacts” with the next call just made", |n| {
        store.call_record(fill::call(CALLS + u32::try_from(n).unwrap(), CONNECTIONS));
        list(&query("contacts", None), 0)
    });
}
