//! Arguments about the log of calls.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct CallsArgs {
    #[command(subcommand)]
    pub(crate) command: Option<CallsCommand>,
    /// Only those of one connection, by id or key.
    #[arg(long, value_name = "C")]
    pub(crate) connection: Option<String>,
    /// Words found in the URL or the connection's name; `method:post`, `status:4xx`, `is:failed`, `tenant:acme` look in
    /// one field; `-word` excludes.
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
    /// At most so many, the newest: up to 1000, and up to 10000 with --har.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
    /// Write them as an HTTP archive (HAR 1.2), without bodies, headers and credentials; `-` prints it.
    #[arg(long, value_name = "FILE")]
    pub(crate) har: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum CallsCommand {
    /// Show one, with the override that was in force.
    Show {
        /// Its id.
        id: String,
    },
}
