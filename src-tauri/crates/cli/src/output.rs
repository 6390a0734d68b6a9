//! What a person or a program sees: results on standard output, everything else on standard error.

use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use patchbay_connector::ParamProblem;
use patchbay_engine::ErrorView;
use serde::Serialize;
use serde_json::{Value, json};

/// Whether a part of the result could not be written.
static LOST: AtomicBool = AtomicBool::new(false);

/// Where results go, and in which form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are JSON.
    pub(crate) const fn is_json(self) -> bool {
        self.json
    }

    /// One JSON object on a line, at once: a program may be waiting for it.
    pub(crate) fn object(self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(value) {
            self.line(&text);
        }
    }

    /// The value as JSON, or else what `human` makes of it.
    pub(crate) fn show<T: Serialize>(self, value: &T, human: impl FnOnce(&T) -> String) {
        if self.json {
            self.object(value);
        } else {
            let text = human(value);
            self.line(text.trim_end());
        }
    }

    /// A line of the result.
    pub(crate) fn line(self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(b"\n");
    }

    /// Raw bytes of the result. What cannot be written is said once, and [`Output::lost`] from then on.
    pub(crate) fn bytes(self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        // A reader that went away (`| head`) wants no more: there is nobody to tell.
        let lost = written
            .err()
            .filter(|error| error.kind() != ErrorKind::BrokenPipe);
        if let Some(error) = lost
            && !LOST.swap(true, Ordering::Relaxed)
        {
            self.note(&format!(
                "The result could not be written: {error}. What was asked for may have been done all the same."
            ));
        }
    }

    /// Whether a part of the result could not be written.
    #[expect(clippy::unused_self, reason = "what may write is handed the output")]
    pub(crate) fn lost(self) -> bool {
        LOST.load(Ordering::Relaxed)
    }

    /// A remark, on standard error.
    #[expect(clippy::unused_self, reason = "what may write is handed the output")]
    pub(crate) fn note(self, text: &str) {
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "{text}");
    }

    /// Why a command failed.
    pub(crate) fn error(self, error: &ErrorView) {
        if self.json {
            self.object(&error_object(error));
        } else {
            self.note(&error_text(error));
        }
    }
}

/// `{"error": {…}}`.
pub(crate) fn error_object(error: &ErrorView) -> Value {
    json!({
        "error": {
            "code": error.code,
            "message": error.message,
            "hint": error.next,
            "path": error.path,
            "problems": error.problems,
        }
    })
}

/// What happened and why; each problem, where there are several; what to do.
fn error_text(error: &ErrorView) -> String {
    let mut lines = vec![error.message.clone()];
    if error.problems.len() > 1 {
        lines.extend(
            error
                .problems
                .iter()
                .map(|problem| format!("  {}", problem_text(problem))),
        );
    } else if let [problem] = error.problems.as_slice()
        && !error.message.contains(&problem.message)
    {
        lines.push(format!("  {}", problem_text(problem)));
    }
    lines.extend(error.next.clone());
    lines.join("\n")
}

/// One problem in a line: where, what, and the nearest that is allowed.
pub(crate) fn problem_text(problem: &ParamProblem) -> String {
    let at = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
        _ if problem.path.is_empty() || problem.message.contains(&problem.path) => String::new(),
        _ => format!("{}: ", problem.path),
    };
    let nearest = match &problem.nearest {
        Some(nearest) if !problem.message.contains(nearest.as_str()) => format!(" Did you mean {nearest}?"),
        _ => String::new(),
    };
    format!("{at}{}{nearest}", problem.message)
}
