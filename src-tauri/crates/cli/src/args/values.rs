//! Arguments that carry parameters and input.

use std::path::PathBuf;

use clap::Args;

/// Connector parameters.
#[derive(Args)]
pub(crate) struct ParamArgs {
    /// A connector parameter as text. Dotted keys reach inside; k=@file and k=- read the value from elsewhere.
    #[arg(long, value_name = "K=V")]
    pub(crate) param: Vec<String>,
    /// A connector parameter as JSON.
    #[arg(long, value_name = "K=JSON")]
    pub(crate) param_json: Vec<String>,
    /// A JSON file with an object of connector parameters; single ones are laid on it. `-` is standard input.
    #[arg(long, value_name = "F")]
    pub(crate) params_file: Option<PathBuf>,
}

/// What the end user types.
#[derive(Args)]
pub(crate) struct InputArgs {
    /// What the end user would type, as an API key. k=@file and k=- read the value from elsewhere.
    #[arg(long, value_name = "K=V")]
    pub(crate) input: Vec<String>,
    /// The same as JSON.
    #[arg(long, value_name = "K=JSON")]
    pub(crate) input_json: Vec<String>,
}
