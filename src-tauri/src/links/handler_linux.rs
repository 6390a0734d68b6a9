//! Registering this program as the handler of our links on Linux.
//!
//! Not by `tauri-plugin-deep-link`'s own registration, for three reasons: its handler cannot carry a data folder; it
//! quotes `Exec` always, which the generic mode of `xdg-open` cannot read; and it names the file after the program, so
//! that a development build would replace the installed one's.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What the handler starts.
#[derive(Debug)]
pub(crate) struct Handler<'a> {
    /// The application's identifier: the file's name begins with it.
    pub(crate) identifier: &'a str,
    /// The application's name.
    pub(crate) name: &'a str,
    /// The scheme, without `:`.
    pub(crate) scheme: &'a str,
    /// This program.
    pub(crate) program: &'a Path,
    /// The data folder, when it is not the default one.
    pub(crate) data_dir: Option<&'a Path>,
}

/// Who gets the links.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// This program, on this folder.
    Ours,
    /// Our entry, with another command line: another program or folder registered later.
    OtherLine(String),
    /// Another entry.
    Other(String),
    /// None.
    Nobody,
}

impl Handler<'_> {
    /// Who gets the links now.
    pub(crate) fn standing(&self) -> io::Result<Standing> {
        let scheme = format!("x-scheme-handler/{}", self.scheme);
        let asked = Command::new("xdg-mime")
            .args(["query", "default", &scheme])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()?;
        let default = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
        let entry = fs::read_to_string(applications_folder()?.join(self.file_name())).unwrap_or_default();
        self.judge(default, &entry)
    }

    fn judge(&self, default: String, entry: &str) -> io::Result<Standing> {
        if default.is_empty() {
            return Ok(Standing::Nobody);
        }
        if default != self.file_name() {
            return Ok(Standing::Other(default));
        }
        let line = entry.lines().find_map(|line| line.strip_prefix("Exec="));
        let line = line.unwrap_or_default().trim_end_matches(" %u");
        Ok(if line == self.command_line()? {
            Standing::Ours
        } else {
            Standing::OtherLine(line.to_owned())
        })
    }

    fn file_name(&self) -> String {
        format!("{}-handler.desktop", self.identifier)
    }

    /// Writes the desktop entry and makes it the default handler of the scheme, for this user.
    pub(crate) fn register(&self) -> io::Result<()> {
        let applications = applications_folder()?;
        fs::create_dir_all(&applications)?;
        let file_name = self.file_name();
        fs::write(applications.join(&file_name), self.entry()?)?;
        // Only a cache: where the program is missing, the desktop finds the entry all the same.
        let _ = quiet(Command::new("update-desktop-database").arg(&applications));
        quiet(Command::new("xdg-mime").args([
            "default",
            &file_name,
            &format!("x-scheme-handler/{}", self.scheme),
        ]))
    }

    /// The desktop entry (Desktop Entry Specification 1.5).
    fn entry(&self) -> io::Result<String> {
        Ok(format!(
            "[Desktop Entry]\nType=Application\nName={}\nExec={} %u\nTerminal=false\nNoDisplay=true\n\
             MimeType=x-scheme-handler/{};\n",
            self.name,
            self.command_line()?,
            self.scheme
        ))
    }

    fn command_line(&self) -> io::Result<String> {
        let mut line = quoted(text(self.program)?);
        if let Some(folder) = self.data_dir {
            line.push_str(" --data-dir ");
            line.push_str(&quoted(text(folder)?));
        }
        Ok(line)
    }
}

/// `$XDG_DATA_HOME/applications` (XDG Base Directory Specification).
fn applications_folder() -> io::Result<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(std::env::home_dir()?.join(".local/share")));
    let data = data.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "this user has no home folder"))?;
    Ok(data.join("applications"))
}

/// One argument of `Exec`: as it is where that is allowed, because `xdg-open` alone splits at spaces and knows no
/// quotes; else in quotes, its reserved characters escaped for the argument and then for the entry's string.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@,=".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in argument.chars() {
        match c {
            '"' | '`' | '$' => quoted.extend(['\\', '\\', c]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn text(path: &Path) -> io::Result<&str> {
    path.to_str()
        .filter(|text| !text.contains(char::is_control))
        .ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                "a path with unreadable characters cannot be registered",
            )
        })
}

fn quiet(command: &mut Command) -> io::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| io::Error::new(error.kind(), format!("{program} could not be started ({error})")))?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{program} failed ({status})")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handler<'a>(program: &'a str, data_dir: Option<&'a str>) -> Handler<'a> {
        Handler {
            identifier: "com.patchbay.desktop",
            name: "Patchbay",
            scheme: "patchbay",
            program: Path::new(program),
            data_dir: data_dir.map(Path::new),
        }
    }

    #[test]
    fn a_plain_path_stays_unquoted_and_the_link_comes_last() {
        let entry = handler("/usr/bin/patchbay-desktop", None).entry().unwrap();
        assert!(entry.contains("\nExec=/usr/bin/patchbay-desktop %u\n"), "{entry}");
        assert!(entry.contains("\nMimeType=x-scheme-handler/patchbay;\n"));
    }

    #[test]
    fn the_folder_is_carried() {
        let line = handler("/opt/p", Some("/data/my folder")).command_line().unwrap();
        assert_eq!(line, r#"/opt/p --data-dir "/data/my folder""#);
    }

    #[test]
    fn who_gets_the_links_is_told_apart() {
        let ours = handler("/opt/p", Some("/data/a"));
        let entry = ours.entry().unwrap();
        let file = "com.patchbay.desktop-handler.desktop";
        let judge = |default: &str, entry: &str| ours.judge(default.to_owned(), entry).unwrap();
        assert_eq!(judge(file, &entry), Standing::Ours);
        assert_eq!(judge("", &entry), Standing::Nobody);
        assert_eq!(
            judge("other.desktop", &entry),
            Standing::Other("other.desktop".to_owned())
        );
        let elsewhere = handler("/opt/p", Some("/data/b")).entry().unwrap();
        assert_eq!(
            judge(file, &elsewhere),
            Standing::OtherLine("/opt/p --data-dir /data/b".to_owned())
        );
    }

    #[test]
    fn reserved_characters_are_escaped_twice() {
        assert_eq!(quoted(r#"a"b$c`d\e"#), r#""a\\"b\\$c\\`d\\\\e""#);
        assert_eq!(quoted("100%"), r#""100%%""#);
        assert_eq!(quoted(""), r#""""#);
    }

    #[test]
    fn a_line_break_cannot_add_a_key() {
        assert!(handler("/opt/p", Some("/a\nExec=evil")).entry().is_err());
    }
}
