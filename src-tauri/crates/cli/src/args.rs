//! The command line.

mod api;
mod bench;
mod calls;
mod connect;
mod sandbox;
mod time;
mod values;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use api::{
    ApiCommand, EnvArgs, EnvFormat, HostsCommand, OriginsCommand, PublicKeyCommand, RedirectUrisCommand,
    Switch, WebhookArgs, WebhookCommand,
};
pub(crate) use bench::{CompareArgs, PresetCommand, PullArgs, PushArgs};
pub(crate) use calls::{CallsArgs, CallsCommand};
pub(crate) use connect::{ConnectArgs, ReconnectArgs, SignInArgs, Surface};
pub(crate) use sandbox::{FaultsArgs, OrOff, SandboxArgs, SandboxCommand, SelectionArgs};
pub(crate) use time::{BurstArgs, ExpireArgs};
pub(crate) use values::{InputArgs, ParamArgs};

use crate::exit;

/// Patchbay: connect to providers, override a connection's connector parameters, make calls through it.
#[derive(Parser)]
#[command(name = "patchbay", version, after_long_help = exit::HELP, after_help = "`--help` lists exit codes and environment variables.")]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(ClapArgs, Clone)]
pub(crate) struct Common {
    /// The data folder; one engine at a time holds it.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PATCHBAY_DATA_DIR",
        hide_env = true
    )]
    pub(crate) data_dir: Option<PathBuf>,
    /// Results and errors as JSON, one object on a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Where the key that encrypts secrets comes from. Chosen once for a folder.
    #[arg(long, global = true, value_enum, value_name = "SOURCE")]
    pub(crate) keyring: Option<Keyring>,
}

/// Where the vault's key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keyring {
    /// The system's keyring.
    System,
    /// A passphrase, typed or from PATCHBAY_PASSPHRASE.
    Passphrase,
    /// Made at every start and kept nowhere.
    Memory,
}

/// The API's port.
#[derive(ClapArgs, Clone, Copy)]
pub(crate) struct PortArg {
    /// Port of the API and of loopback redirects; redirect URIs change with it. 0 takes a free one.
    #[arg(long, value_name = "N", default_value_t = 7282)]
    pub(crate) port: u16,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the engine without a window, until interrupted. Prints one JSON line when it answers.
    Serve {
        #[command(flatten)]
        port: PortArg,
        /// Run the built-in provider too.
        #[arg(long)]
        sandbox: bool,
    },
    /// Integrations: your use of a connector, with its default parameters.
    #[command(subcommand)]
    Integration(IntegrationCommand),
    /// Connect a tenant's account through an integration.
    Connect(ConnectArgs),
    /// Hand over the URL that a provider redirected to, where it did not arrive by itself.
    Redirected {
        /// The whole URL; `-` reads it from standard input, which other processes cannot see.
        url: String,
    },
    /// List connections.
    Connections {
        /// Words that must all be found; `env:sandbox`, `tenant:acme`, `integration:crm`, `needs:reconnect`,
        /// `is:archived`, `override:any` look in one field; `-word` excludes.
        #[arg(long, allow_hyphen_values = true)]
        filter: Option<String>,
        /// Part of a name, integration, tenant or variant.
        #[arg(long)]
        search: Option<String>,
        /// Key of an integration.
        #[arg(long)]
        integration: Option<String>,
        /// Key of a tenant.
        #[arg(long)]
        tenant: Option<String>,
        /// Archived ones too.
        #[arg(long)]
        archived: bool,
        /// At most so many, up to 1000.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    /// One connection.
    #[command(subcommand)]
    Connection(ConnectionCommand),
    /// A connection's connector parameters: show the override, or change it.
    Params(ParamsArgs),
    /// Lay two connections, a connection and its integration, or a point of a history beside each other.
    Compare(CompareArgs),
    /// Presets: named overrides.
    #[command(subcommand)]
    Preset(PresetCommand),
    /// Write integrations, presets and overrides as JSON files for your repository. Secrets are masked in them.
    Pull(PullArgs),
    /// Take files of your repository over: says what that changes, asks, and does it. A masked secret stays as it is here.
    Push(PushArgs),
    /// Send a request through a connection. The provider's body goes to standard output.
    Call(CallArgs),
    /// The log of calls, newest first; as an HTTP archive with --har.
    Calls(CallsArgs),
    /// Connectors: how to reach a provider.
    #[command(subcommand)]
    Connector(ConnectorCommand),
    /// Mint a token for the API.
    Token {
        /// Key of the tenant the token is for; `test` where it is not given.
        #[arg(long, value_name = "ID", conflicts_with = "admin")]
        tenant: Option<String>,
        /// A workspace manager's token.
        #[arg(long)]
        admin: bool,
        /// Seconds it is valid, up to 86400; 3600 where it is not given.
        #[arg(long, value_name = "SECONDS")]
        ttl: Option<u32>,
    },
    /// What an application needs to talk to this API instead of Membrane's, ready to paste. The secret is masked.
    Env(EnvArgs),
    /// List tenants: your customers and users, as tokens and connects named them.
    Tenants,
    /// Origins whose pages may call the API and embed its screens: list them, add one, remove one.
    Origins {
        #[command(subcommand)]
        command: Option<OriginsCommand>,
    },
    /// URIs that a connect may send its result to: list them, add one, remove one.
    RedirectUris {
        #[command(subcommand)]
        command: Option<RedirectUrisCommand>,
    },
    /// Where an application is told that a connection was created, disconnected, reconnected or deleted.
    Webhook(WebhookArgs),
    /// The API that an application talks to: its address, who may use it, what came in.
    #[command(subcommand)]
    Api(ApiCommand),
    /// The built-in provider: what it granted, what it does wrong; revoke and expire.
    Sandbox(SandboxArgs),
    /// Look at everything that Patchbay depends on. Ends with exit code 1 where something does not work.
    Doctor {
        /// Print all of it as text to be passed on: without secrets, and without your name in paths.
        #[arg(long)]
        report: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum IntegrationCommand {
    /// Make one.
    Add {
        /// Its key: lower-case letters, digits and dashes. It cannot be changed.
        key: String,
        /// Key of the connector.
        #[arg(long, value_name = "C")]
        connector: String,
        /// Version of the connector; the newest where it is not given.
        #[arg(long)]
        version: Option<String>,
        #[command(flatten)]
        settings: IntegrationSettings,
        #[command(flatten)]
        params: ParamArgs,
    },
    /// List them.
    List,
    /// Show one.
    Show {
        /// Key or id.
        key: String,
        /// Print this one parameter, in the clear.
        #[arg(long, value_name = "PATH")]
        reveal: Option<String>,
        /// The sign-in option whose own parameter that is.
        #[arg(long, requires = "reveal")]
        option: Option<String>,
    },
    /// Say of a header, a query parameter or an extra parameter of the sign-in whether it is a secret, for the defaults and
    /// every override: secrets are masked wherever they show.
    Secret {
        /// Key or id.
        key: String,
        /// Its dotted path, as http.headers.X-Region.
        path: String,
        /// What it is; `auto` goes by its name and value.
        #[arg(value_enum)]
        is: SecretMark,
    },
    /// Change default parameters; those that are not named stay.
    Set {
        /// Key or id.
        key: String,
        #[command(flatten)]
        settings: IntegrationSettings,
        #[command(flatten)]
        params: ParamArgs,
        /// Remove a parameter.
        #[arg(long, value_name = "K")]
        unset: Vec<String>,
        /// The sign-in option whose parameters are meant.
        #[arg(long)]
        option: Option<String>,
    },
    /// Go on to another version of the connector, and see what that changes.
    Upgrade {
        /// Key or id.
        key: String,
        /// The version; the newest where it is not given.
        #[arg(long)]
        version: Option<String>,
        /// Only say what it would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Remove one that has no connections.
    Remove {
        /// Key or id.
        key: String,
    },
}

/// What the developer says of a value.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SecretMark {
    /// A secret.
    Yes,
    /// None.
    No,
    /// By its looks.
    Auto,
}

/// What an integration has besides parameters.
#[derive(ClapArgs)]
pub(crate) struct IntegrationSettings {
    /// Name shown.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// How the redirect comes back: deep-link, loopback, paste, or the https URL of a page of yours that forwards it.
    #[arg(long, value_name = "WAY")]
    pub(crate) redirect: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum ConnectionCommand {
    /// Show one.
    Show(ConnectionArg),
    /// Ask the provider whether it accepts the credentials.
    Test(ConnectionArg),
    /// Fetch a new access token now.
    Refresh(ConnectionArg),
    /// Sign in again.
    Reconnect(ReconnectArgs),
    /// Put it away; its credentials stay until it is restored.
    Archive(ConnectionArg),
    /// Take it back.
    Restore(ConnectionArg),
    /// Let its access token count as expired, now or soon. The provider is told nothing; the next call gets a new one.
    Expire(ExpireArgs),
    /// Send the same call many times at once, and see what the engine did.
    Burst(BurstArgs),
    /// Give it another name.
    Rename {
        #[command(flatten)]
        connection: ConnectionArg,
        /// The new name.
        name: String,
    },
    /// Give it a key of your own, by which it can be named instead of its id.
    SetKey {
        #[command(flatten)]
        connection: ConnectionArg,
        /// The key, unique among the tenant's connections.
        #[arg(required_unless_present = "remove", conflicts_with = "remove")]
        key: Option<String>,
        /// Take its key away.
        #[arg(long)]
        remove: bool,
    },
}

#[derive(ClapArgs, Clone)]
pub(crate) struct ConnectionArg {
    /// Id or key of the connection.
    pub(crate) connection: String,
}

#[derive(ClapArgs)]
pub(crate) struct ParamsArgs {
    #[command(flatten)]
    pub(crate) connection: ConnectionArg,
    /// Show all layers laid on each other, and which one set each value.
    #[arg(long, conflicts_with_all = ["set", "set_json", "unset", "dry_run", "history", "restore", "reveal"])]
    pub(crate) effective: bool,
    /// Override a parameter: dotted path and text; k=@file and k=- read it from elsewhere.
    #[arg(long, value_name = "K=V")]
    pub(crate) set: Vec<String>,
    /// Override a parameter with JSON; null removes the value that a lower layer sets.
    #[arg(long, value_name = "K=JSON")]
    pub(crate) set_json: Vec<String>,
    /// Reset a parameter to what the layers below say.
    #[arg(long, value_name = "K")]
    pub(crate) unset: Vec<String>,
    /// Say what saving would do and what would be sent, without saving.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// List every change of the override: when, by which way, and what it changed.
    #[arg(long, conflicts_with_all = ["set", "set_json", "unset", "dry_run", "restore", "reveal"])]
    pub(crate) history: bool,
    /// Go back to an entry of the history; that is a change of its own.
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["set", "set_json", "unset", "dry_run", "reveal"])]
    pub(crate) restore: Option<String>,
    /// Print this one parameter, in the clear.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["set", "set_json", "unset", "dry_run"])]
    pub(crate) reveal: Option<String>,
}

#[derive(ClapArgs)]
pub(crate) struct CallArgs {
    #[command(flatten)]
    pub(crate) connection: ConnectionArg,
    /// HTTP method.
    pub(crate) method: String,
    /// Path under the base URL, with its query.
    pub(crate) path: String,
    /// The body; @file and - read it from elsewhere.
    #[arg(long, value_name = "BODY")]
    pub(crate) data: Option<String>,
    /// A header, as "Name: value". Those that carry credentials are refused.
    #[arg(long, value_name = "NAME: VALUE")]
    pub(crate) header: Vec<String>,
    /// End with exit code 8 where the provider answers 400 or above.
    #[arg(long)]
    pub(crate) fail: bool,
}

#[derive(Subcommand)]
pub(crate) enum ConnectorCommand {
    /// List the catalogue.
    List {
        /// Part of a name, or something like it: the best come first.
        search: Option<String>,
    },
    /// Show one connector's file.
    Show {
        /// Its key.
        key: String,
        /// A version; the newest where it is not given.
        #[arg(long)]
        version: Option<String>,
    },
    /// Copy a connector's file into the data folder under a key of your own, to change it there.
    Copy {
        /// Its key.
        key: String,
        /// Key of the copy; the first free of my-KEY, my-KEY-2 and so on where it is not given.
        #[arg(long = "as", value_name = "NEW")]
        new_key: Option<String>,
    },
    /// List the versions of a connector that there are, and what is pinned to them.
    Versions {
        /// Its key.
        key: String,
    },
    /// Folders with connector files of your own, beside the data folder's.
    #[command(subcommand)]
    Folder(FolderCommand),
    /// Make a connector file of a Membrane connector export; what cannot be carried over is listed.
    Import {
        /// The exported JSON or YAML file, or the folder that holds spec.yml.
        from: PathBuf,
        /// The folder to write the file into; without it the file is printed.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Print the JSON Schema of connector files, for editors: save it beside yours and name it in their first line,
    /// `#:schema ./connector.schema.json`.
    Schema,
    /// Check a connector file of your own.
    Check {
        /// The TOML file.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum FolderCommand {
    /// Add one; its files are loaded at once, and whenever they change.
    Add {
        /// The folder.
        path: PathBuf,
    },
    /// Take one out; its files stay where they are.
    Remove {
        /// The folder.
        path: PathBuf,
    },
    /// List them, with their files and what is wrong with each.
    List,
}

#[cfg(test)]
mod tests;
