//! Arguments about the API that an application talks to: `env`, `origins`, `redirect-uris`, `webhook`, `api`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// The form in which an application reads its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvFormat {
    /// NAME=value lines for a `.env` file.
    Dotenv,
    /// A `membrane.config.yml`.
    Yaml,
}

#[derive(Args)]
pub(crate) struct EnvArgs {
    /// The form in which the application reads them.
    #[arg(long, value_enum, default_value_t = EnvFormat::Dotenv)]
    pub(crate) format: EnvFormat,
    /// The workspace's secret in the clear.
    #[arg(long)]
    pub(crate) reveal: bool,
}

#[derive(Subcommand)]
pub(crate) enum OriginsCommand {
    /// List an origin: its pages may then call the API and embed its screens.
    Add {
        /// Scheme, host and port, as https://app.example.com.
        #[arg(required = true, value_name = "ORIGIN")]
        origins: Vec<String>,
    },
    /// Take an origin off the list.
    Remove {
        /// As it is listed.
        #[arg(required = true, value_name = "ORIGIN")]
        origins: Vec<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum RedirectUrisCommand {
    /// Register a URI.
    Add {
        /// Scheme, host, port and path, as http://localhost:3000/connected. Matched exactly, but for the query and a
        /// loopback address's port.
        #[arg(required = true, value_name = "URI")]
        uris: Vec<String>,
    },
    /// Take a URI off the list.
    Remove {
        /// As it is registered.
        #[arg(required = true, value_name = "URI")]
        uris: Vec<String>,
    },
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct WebhookArgs {
    /// Print the secret that signs deliveries, in the clear.
    #[arg(long)]
    pub(crate) reveal: bool,
    #[command(subcommand)]
    pub(crate) command: Option<WebhookCommand>,
}

#[derive(Subcommand)]
pub(crate) enum WebhookCommand {
    /// Tell events to this URL.
    Set {
        /// On loopback, or on a host that `webhook hosts` lists.
        url: String,
    },
    /// Tell events to nobody.
    Off,
    /// Hosts besides loopback that a target may name.
    Hosts {
        #[command(subcommand)]
        command: Option<HostsCommand>,
    },
    /// Send a test event now, and say how it was taken. Ends with exit code 1 where it was not.
    Test,
    /// List deliveries, newest first.
    Deliveries,
    /// Send a delivery again, as soon as an engine runs; `webhook deliveries` shows how it was taken.
    Redeliver {
        /// Its id.
        id: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum HostsCommand {
    /// List a host.
    Add {
        /// A host name or address, without scheme and port.
        #[arg(required = true, value_name = "HOST")]
        hosts: Vec<String>,
    },
    /// Take a host off the list.
    Remove {
        /// As it is listed.
        #[arg(required = true, value_name = "HOST")]
        hosts: Vec<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum ApiCommand {
    /// Its address, and who may use it.
    Show,
    /// List the last requests of the running engine, newest first, and why each was refused.
    Requests,
    /// Whether a form without a token may ask: as the tenant `test`, after a confirmation in the window.
    TokenlessForms {
        /// On or off.
        switch: Switch,
    },
    /// Keys whose holders may sign tokens, besides the workspace's secret.
    PublicKey {
        #[command(subcommand)]
        command: PublicKeyCommand,
    },
}

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    /// It may.
    On,
    /// It is refused.
    Off,
}

#[derive(Subcommand)]
pub(crate) enum PublicKeyCommand {
    /// Register a public key.
    Add {
        /// A PEM file; `-` is standard input.
        file: PathBuf,
    },
    /// Forget one; `patchbay api show` lists their ids.
    Remove {
        /// Its id.
        id: String,
    },
}
