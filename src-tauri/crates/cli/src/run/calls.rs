//! `patchbay calls`: the log of calls, one call, and the export as an HTTP archive.

use std::fmt::Write as _;
use std::path::Path;

use patchbay_commands::{CallDetail, CallLogAnswer, CallView, HarAnswer};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::json;

use super::request::Payload;
use crate::args::{CallsArgs, CallsCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::{fields, table};
use crate::time::moment;

pub(super) async fn run(session: &Session, args: CallsArgs, output: Output) -> Result<Exit, ErrorView> {
    if let Some(CallsCommand::Show { id }) = args.command {
        let detail: CallDetail = session.ask("call_show", json!({ "call": id })).await?;
        output.show(&detail, detail_text);
        return Ok(Exit::Done);
    }
    let narrowed = args.filter.is_some() || args.connection.is_some();
    let payload = Payload::new()
        .with_some("connection", args.connection)
        .with_some("filter", args.filter)
        .with_some("limit", args.limit)
        .value();
    if let Some(file) = args.har {
        let archive: HarAnswer = session.ask("calls_har", payload).await?;
        return export(&archive, &file, output);
    }
    let page: CallLogAnswer = session.ask("call_log", payload).await?;
    output.show(&page, |page| list_text(page, narrowed));
    Ok(Exit::Done)
}

fn export(archive: &HarAnswer, file: &Path, output: Output) -> Result<Exit, ErrorView> {
    if file.as_os_str() == "-" {
        output.line(&archive.text);
        return Ok(Exit::Done);
    }
    write_new(file, &archive.text)?;
    let told = json!({ "file": file.display().to_string(), "entries": archive.entries });
    output.show(&told, |_| {
        format!("Wrote {} calls to {}.", archive.entries, file.display())
    });
    Ok(Exit::Done)
}

/// Never writes over a file.
fn write_new(file: &Path, text: &str) -> Result<(), ErrorView> {
    use std::io::Write as _;
    let failed = |error: std::io::Error| -> ErrorView {
        let words = match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("{} is there already.", file.display()),
            _ => format!("{} could not be written: {error}.", file.display()),
        };
        Error::new(Code::InvalidRequest, words)
            .next("Nothing was changed. Name another file, or move that one away.")
            .into()
    };
    let mut options = std::fs::OpenOptions::new();
    let mut made = options.write(true).create_new(true).open(file).map_err(failed)?;
    made.write_all(text.as_bytes()).map_err(failed)
}

fn list_text(page: &CallLogAnswer, narrowed: bool) -> String {
    if page.items.is_empty() && narrowed {
        return "No call fits.".to_owned();
    }
    if page.items.is_empty() {
        return "No calls. Make one with `patchbay call CONNECTION GET /path`.".to_owned();
    }
    let rows: Vec<_> = page
        .items
        .iter()
        .map(|call| {
            [
                call.id.clone(),
                moment(call.at),
                call.connection_name.clone(),
                call.method.clone(),
                outcome(call),
                format!("{} ms", call.duration_ms),
                call.url.clone(),
            ]
        })
        .collect();
    let mut text = table(
        ["id", "at", "connection", "method", "status", "took", "url"],
        &rows,
    );
    if page.total as usize > rows.len() {
        let _ = write!(text, "\nThese are the newest {} of {}.", rows.len(), page.total);
    }
    if page.dropped > 0 {
        let _ = write!(
            text,
            "\n{} more came faster than they could be written.",
            page.dropped
        );
    }
    text
}

fn outcome(call: &CallView) -> String {
    call.status
        .map_or_else(|| "none".to_owned(), |status| status.to_string())
}

fn detail_text(detail: &CallDetail) -> String {
    let call = &detail.call;
    let mut rows = vec![
        ("id", call.id.clone()),
        ("at", moment(call.at)),
        (
            "connection",
            format!("{} ({})", call.connection_name, call.connection_id),
        ),
        ("integration", call.integration_key.clone()),
        ("tenant", call.tenant_key.clone()),
        ("request", format!("{} {}", call.method, call.url)),
        ("status", outcome(call)),
        ("took", format!("{} ms", call.duration_ms)),
        ("sent", format!("{} times", call.attempts)),
    ];
    if let Some(bytes) = call.response_bytes {
        rows.push(("answer", format!("{bytes} bytes")));
    }
    if let Some(error) = &call.error {
        rows.push(("failed", error.message.clone()));
    }
    let words = match (&detail.overrides, detail.current) {
        (None, _) => "it can no longer be told".to_owned(),
        (Some(overrides), true) => format!("{overrides} (still in force)"),
        (Some(overrides), false) => format!("{overrides} (changed since)"),
    };
    rows.push(("override", words));
    fields(&rows)
}
