//! 100,000 connections and 1,000,000 calls in the real window: how long a frame takes while scrolling, how long a letter
//! of the filter takes to be answered, and what the page's process weighs. Measured and printed, never asserted on time;
//! `cargo xtask bench window` runs it. Ignored otherwise: filling the folder takes a minute.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, and a bench prints"
)]

mod window;

use std::{path::PathBuf, process::Command};

use serde_json::{Value, json};
use window::{Window, eyes::Eyes, until, xdotool};

const CONNECTIONS: u32 = 100_000;
const CALLS: u32 = 1_000_000;

/// The example that fills a folder; built beside the tests.
fn filler() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/page_engine")
}

/// A folder in memory where there is one: a hundred thousand durable commits are not what is measured.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// Scrolls a list by this many pixels a frame; gives the milliseconds of each frame.
const SCROLL: &str = "
    const [selector, step, frames, done] = arguments;
    const list = document.querySelector(selector);
    const times = [];
    let last = performance.now();
    const next = now => {
        times.push(now - last);
        last = now;
        list.scrollTop = (list.scrollTop + step) % (list.scrollHeight - list.clientHeight);
        times.length < frames ? requestAnimationFrame(next) : done({ times, at: list.scrollTop });
    };
    requestAnimationFrame(now => { last = now; requestAnimationFrame(next); });";

/// Types a filter letter by letter as a person's keys do; gives for each the milliseconds until the engine's answer to
/// it is on the page (its count is said in the status beside the filter), and the longest frame meanwhile.
const TYPE: &str = "
    const [text, done] = arguments;
    const field = document.querySelector('input[data-filter]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const answers = [];
    (async () => {
        for (let n = 1; n <= text.length; n += 1) {
            const begun = performance.now();
            set.call(field, text.slice(0, n));
            field.dispatchEvent(new Event('input', { bubbles: true }));
            let longest = 0;
            let last = performance.now();
            await new Promise(ready => {
                const look = now => {
                    longest = Math.max(longest, now - last);
                    last = now;
                    const status = document.querySelector('[data-testid=filter-status], [data-testid=calls-total]');
                    if (status && status.dataset.for === text.slice(0, n)) return ready();
                    if (now - begun > 5000) return ready();
                    requestAnimationFrame(look);
                };
                requestAnimationFrame(look);
            });
            answers.push({ typed: text.slice(0, n), ms: performance.now() - begun, longest });
        }
        done(answers);
    })();";

/// Types into the open palette letter by letter; gives for each the milliseconds until the connections that the engine
/// finds for it are on the page, and the longest frame meanwhile.
const PALETTE: &str = "
    const [text, done] = arguments;
    const field = document.querySelector('[data-testid=palette-input]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const frame = () => new Promise(requestAnimationFrame);
    const answers = [];
    (async () => {
        for (let n = 1; n <= text.length; n += 1) {
            const begun = performance.now();
            const typed = text.slice(0, n);
            set.call(field, typed);
            field.dispatchEvent(new Event('input', { bubbles: true }));
            let longest = 0;
            let last = begun;
            do {
                const now = await frame();
                longest = Math.max(longest, now - last);
                last = now;
            } while (document.querySelector('[data-testid=palette-count]').dataset.for !== typed && last - begun < 5000);
            answers.push({ typed, ms: performance.now() - begun, longest });
        }
        done(answers);
    })();";

fn percentile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a short list"
    )]
    let place = ((sorted.len() - 1) as f64 * part).round() as usize;
    sorted[place]
}

/// Resident memory of all of WebKit's page processes, in MiB.
fn page_memory() -> u64 {
    let text = Command::new("ps")
        .args(["-C", "WebKitWebProcess", "-o", "rss="])
        .output()
        .unwrap()
        .stdout;
    let kib: u64 = String::from_utf8(text)
        .unwrap()
        .lines()
        .filter_map(|line| line.trim().parse::<u64>().ok())
        .sum();
    kib / 1024
}

async fn scroll(window: &Window, list: &str, what: &str, step: u32) {
    let selector = format!("[data-testid={list}-scroll]");
    let before = page_memory();
    let answer = window
        .client
        .execute_async(SCROLL, vec![json!(selector), json!(step), json!(400)])
        .await
        .unwrap();
    let times: Vec<f64> = answer["times"]
        .as_array()
        .unwrap()
        .iter()
        .map(|time| time.as_f64().unwrap())
        .collect();
    let long = times.iter().filter(|time| **time > 34.0).count();
    println!(
        "{what}: frame p50 {:.1} ms, p95 {:.1} ms, longest {:.1} ms, {long} of {} over two frames; memory {before} → {} MiB",
        percentile(&times, 0.5),
        percentile(&times, 0.95),
        percentile(&times, 1.0),
        times.len(),
        page_memory()
    );
}

async fn typed(window: &Window, text: &str) {
    typed_by(window, TYPE, text).await;
}

async fn typed_by(window: &Window, script: &str, text: &str) {
    let answers = window
        .client
        .execute_async(script, vec![json!(text)])
        .await
        .unwrap();
    for answer in answers.as_array().unwrap() {
        println!(
            "  “{}”: answered after {:.0} ms, longest frame meanwhile {:.0} ms",
            answer["typed"].as_str().unwrap(),
            answer["ms"].as_f64().unwrap(),
            answer["longest"].as_f64().unwrap()
        );
    }
}

async fn palette(window: &Window, eyes: &Eyes<'_>, text: &str) {
    eyes.click("nav-find").await;
    eyes.find("palette-input").await;
    typed_by(window, PALETTE, text).await;
    let found = "return document.querySelectorAll('[data-item^=\"connection:\"]').length";
    let found = window.client.execute(found, vec![]).await.unwrap();
    assert_eq!(found, json!(8), "as many connections as the palette shows");
    until("the palette to close", async || {
        xdotool(&["key", "Escape"]);
        let open = "return document.querySelector('[data-testid=palette]') !== null";
        let open = window.client.execute(open, vec![]).await.unwrap();
        (open == json!(false)).then_some(())
    })
    .await;
}

async fn total(window: &Window, command: &str) -> Value {
    until(command, async || {
        let answer = window.rpc(command, json!({ "limit": 1 })).await.ok()?;
        Some(answer["total"].clone())
    })
    .await
}

#[tokio::test]
#[ignore = "a bench: cargo xtask bench window"]
async fn long_lists_stay_quick() {
    let folder = folder();
    let filled = Command::new(filler())
        .arg(folder.path())
        .args([
            "--connections",
            &CONNECTIONS.to_string(),
            "--calls",
            &CALLS.to_string(),
        ])
        .args(["--keyring", "--only-fill"])
        .status()
        .unwrap();
    assert!(filled.success());
    let window = Window::open_on(folder, &[]).await;
    window.until_ready().await;
    let eyes = Eyes(&window);
    assert_eq!(total(&window, "connections").await, json!(CONNECTIONS));
    assert_eq!(total(&window, "call_log").await, json!(CALLS));

    eyes.click("nav-connections").await;
    eyes.find("connection-row").await;
    scroll(
        &window,
        "connections",
        "connections, a wheel's notch a frame",
        120,
    )
    .await;
    // Again and again: what the page needs is seen where it no longer grows.
    for _ in 0..3 {
        scroll(&window, "connections", "connections, dragged", 20_000).await;
    }
    println!("connections, filtered as one types:");
    typed(&window, "umbrella").await;
    typed(&window, "needs:reconnect").await;
    typed(&window, "nothing like it").await;

    println!("the palette:");
    palette(&window, &eyes, "umbrella").await;
    palette(&window, &eyes, "tenant:acme").await;

    eyes.click("nav-calls").await;
    eyes.find("call-row").await;
    scroll(&window, "calls-table", "calls, a wheel's notch a frame", 120).await;
    for _ in 0..5 {
        scroll(&window, "calls-table", "calls, dragged", 200_000).await;
    }
    println!("calls, filtered as one types:");
    typed(&window, "status:4xx").await;
    typed(&window, "items/77").await;
    window.close().await;
}
