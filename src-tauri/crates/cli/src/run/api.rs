//! `patchbay origins`, `redirect-uris` and `api`: who may use the API, and what came in.

use std::path::Path;

use patchbay_commands::{ApiRequestView, ApiView, RemedyKind, RemedyView};
use patchbay_engine::{Code, Error, ErrorView};
use serde_json::{Value, json};

use super::request::source;
use crate::args::{ApiCommand, OriginsCommand, PublicKeyCommand, RedirectUrisCommand, Switch};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::{fields, table};
use crate::values::read_file;

pub(super) async fn origins(
    session: &Session,
    command: Option<OriginsCommand>,
    output: Output,
) -> Result<Exit, ErrorView> {
    let view = match command {
        None => view(session).await?,
        Some(OriginsCommand::Add { origins }) => set(session, json!({ "addOrigins": origins })).await?,
        Some(OriginsCommand::Remove { origins }) => {
            let listed = view(session).await?.origins;
            known("origin", &origins, &listed, "patchbay origins")?;
            set(session, json!({ "removeOrigins": origins })).await?
        }
    };
    let list = json!({ "builtin": view.builtin_origins, "origins": view.origins });
    output.show(&list, |_| {
        let builtin = view
            .builtin_origins
            .iter()
            .map(|origin| format!("{origin}  (always)"));
        builtin.chain(view.origins.clone()).collect::<Vec<_>>().join("\n")
    });
    Ok(Exit::Done)
}

pub(super) async fn redirect_uris(
    session: &Session,
    command: Option<RedirectUrisCommand>,
    output: Output,
) -> Result<Exit, ErrorView> {
    let view = match command {
        None => view(session).await?,
        Some(RedirectUrisCommand::Add { uris }) => set(session, json!({ "addRedirectUris": uris })).await?,
        Some(RedirectUrisCommand::Remove { uris }) => {
            let listed = view(session).await?.redirect_uris;
            known("redirect URI", &uris, &listed, "patchbay redirect-uris")?;
            set(session, json!({ "removeRedirectUris": uris })).await?
        }
    };
    output.show(&json!({ "redirectUris": view.redirect_uris }), |_| {
        if view.redirect_uris.is_empty() {
            return "No redirect URI is registered. Register one with `patchbay redirect-uris add URI`."
                .to_owned();
        }
        view.redirect_uris.join("\n")
    });
    Ok(Exit::Done)
}

pub(super) async fn run(session: &Session, command: ApiCommand, output: Output) -> Result<Exit, ErrorView> {
    let view = match command {
        ApiCommand::Requests => return requests(session, output).await,
        ApiCommand::Show => view(session).await?,
        ApiCommand::TokenlessForms { switch } => {
            set(session, json!({ "tokenlessForms": switch == Switch::On })).await?
        }
        ApiCommand::PublicKey {
            command: PublicKeyCommand::Add { file },
        } => set(session, json!({ "addPublicKey": text(&file)? })).await?,
        ApiCommand::PublicKey {
            command: PublicKeyCommand::Remove { id },
        } => {
            let keys = view(session).await?.public_keys;
            let ids: Vec<_> = keys.into_iter().map(|key| key.id).collect();
            known("public key", std::slice::from_ref(&id), &ids, "patchbay api show")?;
            set(session, json!({ "removePublicKey": id })).await?
        }
    };
    output.show(&view, shown);
    Ok(Exit::Done)
}

/// The API as it is now.
pub(super) async fn view(session: &Session) -> Result<ApiView, ErrorView> {
    session.ask("api", json!({})).await
}

async fn set(session: &Session, change: Value) -> Result<ApiView, ErrorView> {
    session.ask("api_access_set", change).await
}

/// That each of these is listed: else a slip of the pen would look like a success.
pub(super) fn known(what: &str, named: &[String], listed: &[String], list: &str) -> Result<(), ErrorView> {
    match named.iter().find(|name| !listed.contains(name)) {
        None => Ok(()),
        Some(name) => Err(Error::new(
            Code::NotFound,
            format!("The {what} “{name}” is not listed; nothing was changed."),
        )
        .next(format!("`{list}` shows what is."))
        .into()),
    }
}

fn text(file: &Path) -> Result<String, ErrorView> {
    if file == Path::new("-") {
        return source().standard_input();
    }
    read_file(file)
}

fn shown(view: &ApiView) -> String {
    let or = |list: &[String], none: &str| {
        if list.is_empty() {
            none.to_owned()
        } else {
            list.join(" ")
        }
    };
    let mut rows = vec![
        ("address", view.url.clone()),
        ("workspace key", view.workspace_key.clone().unwrap_or_default()),
        (
            "origins",
            [view.builtin_origins.clone(), view.origins.clone()]
                .concat()
                .join(" "),
        ),
        ("redirect URIs", or(&view.redirect_uris, "none")),
        (
            "forms without a token",
            if view.tokenless_forms {
                "asked about in the window".to_owned()
            } else {
                "refused".to_owned()
            },
        ),
        (
            "webhook",
            view.webhook.url.clone().unwrap_or_else(|| "off".to_owned()),
        ),
        ("webhook hosts", or(&view.webhook.hosts, "loopback only")),
    ];
    if let Some(off) = &view.off {
        rows.insert(1, ("off", off.clone()));
    }
    for key in &view.public_keys {
        rows.push((
            "public key",
            format!("{}  {}  SHA-256 {}", key.id, key.algorithm, key.fingerprint),
        ));
    }
    fields(&rows)
}

async fn requests(session: &Session, output: Output) -> Result<Exit, ErrorView> {
    let requests: Vec<ApiRequestView> = session.ask("api_requests", json!({})).await?;
    output.show(&requests, |requests| {
        if requests.is_empty() {
            return "No request has come to the API since it started.".to_owned();
        }
        let rows: Vec<_> = requests.iter().map(row).collect();
        table(
            ["at (ms)", "request", "status", "ms", "who", "origin", "why"],
            &rows,
        )
    });
    Ok(Exit::Done)
}

fn row(request: &ApiRequestView) -> [String; 7] {
    let why = [request.reason.clone(), request.remedy.as_ref().map(remedy)];
    [
        request.at.to_string(),
        format!("{} {}", request.method, request.path),
        request.status.to_string(),
        request.duration_ms.to_string(),
        request.who.clone().unwrap_or_default(),
        request.origin.clone().unwrap_or_default(),
        why.into_iter().flatten().collect::<Vec<_>>().join(" "),
    ]
}

fn remedy(remedy: &RemedyView) -> String {
    let command = match remedy.kind {
        RemedyKind::Origin => "origins",
        RemedyKind::RedirectUri => "redirect-uris",
    };
    format!("`patchbay {command} add {}` lets it in.", remedy.value)
}
