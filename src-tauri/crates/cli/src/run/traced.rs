//! The dry run in words: what would be sent, and what was wrong.

use patchbay_commands::Preview;
use patchbay_connector::{Change, Effect, Hidden, TracedPart, TracedRequest};
use patchbay_engine::{Error, ErrorView};
use serde_json::Value;

use crate::exit::Exit;
use crate::output::{Output, problem_text};
use crate::table::table;

/// Shows a dry run. What is wrong with the override is an error, as it would be on saving.
pub(super) fn show(preview: &Preview, output: Output) -> Result<Exit, ErrorView> {
    if !preview.problems.is_empty() {
        return Err(Error::parameters(preview.problems.clone()).into());
    }
    output.show(preview, text);
    Ok(Exit::Done)
}

fn text(preview: &Preview) -> String {
    let mut lines = Vec::new();
    if let Some(authorize) = &preview.authorize {
        lines.push(format!(
            "Authorize request\n{}",
            request("GET", [authorize, &[], &[]])
        ));
    }
    if let Some(token) = &preview.token {
        lines.push(format!("Token request\n{}", whole(token)));
    }
    if let Some(refresh) = &preview.refresh {
        lines.push(format!("Refresh\n{}", whole(refresh)));
    }
    if let Some(call) = &preview.call {
        lines.push(format!("A call\n{}", whole(call)));
    }
    lines.extend(preview.changes.iter().map(changed));
    lines.extend(preview.hidden.iter().map(hidden_words));
    for problem in &preview.missing {
        lines.push(format!("Missing: {}", problem_text(problem)));
    }
    for reason in &preview.unresolved {
        lines.push(format!("Note: {reason}"));
    }
    if !preview.effect.words.is_empty() {
        lines.push(preview.effect.words.clone());
    }
    lines.join("\n")
}

/// One change, its values and when it takes effect.
pub(super) fn changed(change: &Change) -> String {
    let value = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), plain);
    let (before, after) = (value(change.before.as_ref()), value(change.after.as_ref()));
    format!(
        "{}: {before} → {after} ({})",
        change.path,
        effect_words(change.effect)
    )
}

/// A variant's value that a layer above it hides.
pub(super) fn hidden_words(hidden: &Hidden) -> String {
    format!(
        "Variant {}: {} is hidden by the {}.",
        hidden.variant,
        hidden.path,
        name(&hidden.by)
    )
}

/// When a change takes effect.
pub(super) fn effect_words(effect: Effect) -> &'static str {
    match effect {
        Effect::None => "used nowhere",
        Effect::Live => "next call",
        Effect::Refresh => "next token",
        Effect::Reconnect => "reconnect",
    }
}

/// A value as people write it: text without quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => items
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        other => other.to_string(),
    }
}

/// A serialised name, as a layer's.
pub(super) fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .map(|value| plain(&value))
        .unwrap_or_default()
}

fn whole(request: &TracedRequest) -> String {
    self::request(&request.method, [&request.parts, &request.headers, &request.body])
}

/// Where it goes, then a row for each part: what it is, which layer and parameter it comes from, and the value as sent.
fn request(method: &str, parts: [&[TracedPart]; 3]) -> String {
    let [url, ..] = parts;
    let address: String = url
        .iter()
        .filter(|part| part.place != "query")
        .map(pieces)
        .collect();
    let rows: Vec<_> = parts
        .into_iter()
        .flatten()
        .map(|part| {
            [
                part.place.clone(),
                part.name.clone().unwrap_or_default(),
                sources(part),
                pieces(part),
            ]
        })
        .collect();
    let parts = table(["part", "name", "set by", "value"], &rows);
    let indented = parts.lines().map(|line| format!("    {line}"));
    std::iter::once(format!("  {method} {address}"))
        .chain(indented)
        .collect::<Vec<_>>()
        .join("\n")
}

fn pieces(part: &TracedPart) -> String {
    part.pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The layers that a part comes from, each with its parameter, in the order of the text.
fn sources(part: &TracedPart) -> String {
    let mut sources: Vec<String> = Vec::new();
    for piece in &part.pieces {
        let layer = piece.layer.as_ref().map_or_else(|| "Patchbay".to_owned(), name);
        let source = match &piece.path {
            Some(path) => format!("{layer} {path}"),
            None => layer,
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.join(", ")
}
