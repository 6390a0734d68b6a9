//! `patchbay call`: a request through a connection.

use std::io::IsTerminal;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use patchbay_commands::{BodyEncoding, CallAnswer};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::json;

use super::request::{Payload, source};
use crate::args::CallArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::values::read_file;

pub(super) async fn run(session: &Session, args: CallArgs, output: Output) -> Result<Exit, ErrorView> {
    let body = match args.data.as_deref() {
        Some("-") => Some(source().standard_input()?),
        Some(data) => Some(match data.strip_prefix('@') {
            Some(file) => read_file(file.as_ref())?,
            None => data.to_owned(),
        }),
        None => None,
    };
    let headers = args
        .header
        .iter()
        .map(|header| split(header))
        .collect::<Result<Vec<_>, _>>()?;
    let payload = Payload::new()
        .with("connection", args.connection.connection)
        .with("method", args.method.to_ascii_uppercase())
        .with("path", args.path)
        .with("headers", json!(headers))
        .with_some("body", body);
    let answer: CallAnswer = session.ask("call", payload.value()).await?;
    if output.is_json() {
        output.object(&answer);
    } else {
        show(&answer, output)?;
    }
    Ok(if args.fail && answer.status >= 400 {
        Exit::Provider
    } else {
        Exit::Done
    })
}

fn show(answer: &CallAnswer, output: Output) -> Result<(), ErrorView> {
    match answer.encoding {
        BodyEncoding::Text => output.bytes(answer.body.as_bytes()),
        BodyEncoding::Base64 => {
            let bytes = STANDARD
                .decode(&answer.body)
                .map_err(|error| ErrorView::from(Error::internal(error)))?;
            output.bytes(&bytes);
        }
    }
    // A prompt after the body begins on a line of its own; a file or a pipe gets the body as it is.
    if std::io::stdout().is_terminal() && !answer.body.ends_with('\n') {
        output.line("");
    }
    if answer.status >= 400 {
        output.note(&format!("The provider answered {}.", answer.status));
    }
    if answer.truncated {
        output.note("The body was longer than 5 MiB and is cut.");
    }
    Ok(())
}

fn split(header: &str) -> Result<(String, String), ErrorView> {
    match header.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(
            Error::new(Code::InvalidRequest, format!("“{header}” is not a header."))
                .next("Write --header \"Name: value\".")
                .into(),
        ),
    }
}
