//! What each command does: asks, shows the answer, says how it ended. One file per part of the tree.

mod api;
mod call;
mod calls;
mod compare;
mod connect;
mod connection;
mod connection_list;
mod connector;
mod connector_folder;
mod connector_import;
mod files;
mod integration;
mod params;
mod preset;
mod request;
mod sandbox;
mod serve;
mod time;
mod traced;
mod webhook;
mod workspace;

use std::path::PathBuf;

use patchbay_api::KeyChoice;
use patchbay_engine::ErrorView;

use crate::args::{Args, Command, ConnectionCommand, ConnectorCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Need, Session};
use crate::{key, place};

/// What every command needs to find its folder.
struct Setting {
    data_dir: PathBuf,
    key: KeyChoice,
}

/// Runs the command line.
pub(crate) async fn run(args: Args, output: &Output) -> Result<Exit, ErrorView> {
    let output = *output;
    // Files are checked and imported without any data folder.
    if let Command::Connector(ConnectorCommand::Check { file }) = &args.command {
        return connector::check(file, output);
    }
    if let Command::Connector(ConnectorCommand::Schema) = &args.command {
        return Ok(connector::schema(output));
    }
    if let Command::Connector(ConnectorCommand::Import { from, out }) = &args.command {
        return connector_import::run(from, out.as_deref(), output);
    }
    let setting = Setting {
        data_dir: place::data_dir(args.common.data_dir)?,
        key: key::choice(args.common.keyring)?,
    };
    match args.command {
        Command::Serve { port, sandbox } => serve::serve(&setting, port.port, sandbox, output).await,
        Command::Connect(args) => connect::connect(&setting, args, output).await,
        Command::Connection(ConnectionCommand::Reconnect(args)) => {
            connect::reconnect(&setting, args, output).await
        }
        Command::Doctor { report } => workspace::doctor(&setting, report, output).await,
        command => {
            let session = setting.session(&Need::COMMAND).await?;
            let ended = short(&session, command, output).await;
            session.close().await;
            ended
        }
    }
}

impl Setting {
    async fn session(&self, need: &Need) -> Result<Session, ErrorView> {
        Session::open(&self.data_dir, need, &self.key).await
    }
}

/// Commands that are one question and its answer.
async fn short(session: &Session, command: Command, output: Output) -> Result<Exit, ErrorView> {
    match command {
        Command::Integration(command) => integration::run(session, command, output).await,
        Command::Redirected { url } => workspace::redirected(session, url, output).await,
        Command::Connections {
            filter,
            search,
            integration,
            tenant,
            archived,
            limit,
        } => {
            let wanted = connection_list::Wanted {
                filter,
                search,
                integration,
                tenant,
                archived,
                limit,
            };
            connection_list::list(session, wanted, output).await
        }
        Command::Connection(command) => connection::run(session, command, output).await,
        Command::Params(args) => params::run(session, args, output).await,
        Command::Compare(args) => compare::run(session, args, output).await,
        Command::Preset(command) => preset::run(session, command, output).await,
        Command::Pull(args) => files::pull(session, args, output).await,
        Command::Push(args) => files::push(session, args, output).await,
        Command::Call(args) => call::run(session, args, output).await,
        Command::Calls(args) => calls::run(session, args, output).await,
        Command::Connector(command) => connector::run(session, command, output).await,
        Command::Token { tenant, admin, ttl } => workspace::token(session, tenant, admin, ttl, output).await,
        Command::Env(args) => workspace::environment(session, &args, output).await,
        Command::Tenants => workspace::tenants(session, output).await,
        Command::Origins { command } => api::origins(session, command, output).await,
        Command::RedirectUris { command } => api::redirect_uris(session, command, output).await,
        Command::Webhook(args) => webhook::run(session, args, output).await,
        Command::Sandbox(args) => sandbox::run(session, args.command, output).await,
        Command::Api(command) => api::run(session, command, output).await,
        Command::Serve { .. } | Command::Connect(_) | Command::Doctor { .. } => Ok(Exit::Failed),
    }
}
