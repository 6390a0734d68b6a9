//! Requests as text that a person can review: one part to a line, in clear.

use std::fmt::Write as _;

use patchbay_connector::Connector;

use crate::{
    placeholders::Style,
    walk::{Sent, Walk},
    ways,
};

/// Everything that a connector sends, way by way. A request that a variant leaves as it is says only that.
pub(crate) fn show(connector: &Connector) -> String {
    let mut text = String::new();
    let mut plain: Vec<(String, String)> = Vec::new();
    for (option, variant) in ways(connector) {
        let walk = Walk::of(connector, option.as_deref(), variant.as_deref(), Style::Plain);
        let _ = writeln!(text, "== {}", walk.title(connector));
        for problem in &walk.problems {
            let _ = writeln!(text, "PROBLEM {problem}");
        }
        let shown: Vec<_> = walk
            .sent
            .iter()
            .map(|sent| (sent.what.clone(), request(sent)))
            .collect();
        let mut same = Vec::new();
        for (what, request) in &shown {
            if variant.is_some()
                && plain
                    .iter()
                    .any(|(known, other)| (known, other) == (what, request))
            {
                same.push(what.as_str());
            } else {
                let _ = writeln!(text, "{what}:\n{request}");
            }
        }
        if !same.is_empty() {
            let _ = writeln!(text, "as without the variant: {}", same.join(", "));
        }
        if variant.is_none() {
            plain = shown;
        }
        text.push('\n');
    }
    text
}

fn request(sent: &Sent) -> String {
    let mut url = sent.url.clone();
    url.set_query(None);
    let mut text = format!("  {} {url}", sent.method);
    for part in sent.url.query().into_iter().flat_map(|query| query.split('&')) {
        // Undecoded: the encoding is what is reviewed.
        let _ = write!(text, "\n    ? {part}");
    }
    for (name, value) in &sent.headers {
        let _ = write!(text, "\n    {name}: {value}");
    }
    for (name, value) in &sent.form {
        let _ = write!(text, "\n    {name} = {value}");
    }
    if let Some(json) = &sent.json {
        let _ = write!(text, "\n    {json}");
    }
    text
}
