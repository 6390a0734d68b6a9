//! Arguments of presets, comparing, and files for a repository.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::ParamArgs;

#[derive(Subcommand)]
pub(crate) enum PresetCommand {
    /// List them.
    List,
    /// Keep an override under a name, given by --from, by single parameters, or both. A preset of that name is replaced.
    Save {
        /// Its name.
        name: String,
        /// Take the whole override of this connection, its secrets too; single parameters are laid on it.
        #[arg(long, value_name = "CONNECTION")]
        from: Option<String>,
        /// Key of the integration that it is made on: it must fit that one.
        #[arg(long)]
        integration: Option<String>,
        #[command(flatten)]
        params: ParamArgs,
    },
    /// Lay one on the overrides of connections; what it does not name stays.
    Apply {
        /// Its name or id.
        name: String,
        /// Ids or keys of connections.
        #[arg(required = true, value_name = "CONNECTION")]
        connections: Vec<String>,
        /// Only say what it would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Delete one.
    Delete {
        /// Its name or id.
        name: String,
    },
}

#[derive(Args)]
pub(crate) struct CompareArgs {
    /// A connection (id or key), integration:KEY, or CONNECTION@ENTRY for a point of its history.
    pub(crate) left: String,
    /// The other side, named in the same ways.
    pub(crate) right: String,
    /// Show what is the same too.
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Args)]
pub(crate) struct PullArgs {
    /// The folder to write into. Nothing outside it is touched, and no link is followed.
    #[arg(default_value = "patchbay", value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

#[derive(Args)]
pub(crate) struct PushArgs {
    /// The folder that `pull` wrote. Only integrations, presets and connections in it are read; a file that was deleted
    /// deletes nothing.
    #[arg(default_value = "patchbay", value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Make the changes without asking.
    #[arg(long, short, conflicts_with = "dry_run")]
    pub(crate) yes: bool,
    /// Only say what would change. Ends with exit code 2 where something is wrong.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
