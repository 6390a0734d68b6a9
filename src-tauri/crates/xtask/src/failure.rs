//! Why a command of ours stopped, in words that say what to do next.

use std::fmt;

/// Every way in which an `xtask` command ends other than well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments were not understood; holds what would have been.
    Usage(&'static str),
    /// A program ended with a code other than 0 (or by a signal: no code).
    Exited { program: String, code: Option<i32> },
    /// A program could not be started, most often because it is not installed.
    NotStarted { program: String, source: std::io::Error },
    /// Reading or writing a file or folder failed.
    File { what: String, source: std::io::Error },
    /// There is no display to open a window on.
    NoDisplay,
    /// A step of `test` failed.
    Step { name: &'static str, cause: Box<Failure> },
    /// Something else that a person has to know.
    Unexpected { what: String, next: String },
}

impl Failure {
    /// 2 for a wrong use, 3 where there is no display, otherwise the failed program's own code or 1.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::NoDisplay => 3,
            Self::Exited { code: Some(code), .. } => u8::try_from(*code).unwrap_or(1),
            Self::Step { cause, .. } => cause.exit_code(),
            _ => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(help) => write!(f, "that is not one of the commands.\n\n{help}"),
            Self::Exited {
                program,
                code: Some(code),
            } => write!(f, "`{program}` failed with exit code {code}."),
            Self::Exited { program, code: None } => write!(f, "`{program}` was stopped by a signal."),
            Self::NotStarted { program, source } => {
                write!(
                    f,
                    "`{program}` could not be started ({source}). Is it installed and in PATH?"
                )
            }
            Self::File { what, source } => write!(f, "{what}: {source}."),
            Self::NoDisplay => write!(
                f,
                "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n\
                 Patchbay's engine runs without one:\n\n    cargo run -p patchbay-cli --bin patchbay -- serve --sandbox\n\n\
                 (`patchbay serve` in an installed Patchbay.)"
            ),
            Self::Step { name, cause } => write!(
                f,
                "step `{name}` failed: {cause}\nRun it alone again with: cargo xtask test {name}"
            ),
            Self::Unexpected { what, next } => write!(f, "{what}. {next}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_steps_exit_code_is_its_programs() {
        let cause = Box::new(Failure::Exited {
            program: "cargo test".into(),
            code: Some(101),
        });
        let failure = Failure::Step { name: "tests", cause };
        assert_eq!(failure.exit_code(), 101);
        assert!(failure.to_string().contains("cargo xtask test tests"));
    }

    #[test]
    fn a_code_outside_a_byte_is_still_a_failure() {
        let failure = Failure::Exited {
            program: "x".into(),
            code: Some(256),
        };
        assert_eq!(failure.exit_code(), 1);
    }
}
