//! Running `patchbay`, and being the user who signs in.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use url::Url;

/// A data folder, and `patchbay` on it.
pub(crate) struct Patchbay {
    folder: TempDir,
    passphrase: Option<&'static str>,
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    #[track_caller]
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    /// That it failed with this exit code, and said all of this.
    #[track_caller]
    pub(crate) fn failed(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        for word in words {
            assert!(
                self.err.contains(word) || self.out.contains(word),
                "{word}: {}{}",
                self.out,
                self.err
            );
        }
        self
    }
}

impl Patchbay {
    /// On a folder of its own whose key comes from a passphrase, so that commands run one after the other.
    pub(crate) fn with_passphrase() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            passphrase: Some("correct horse battery staple"),
        }
    }

    /// On a folder of its own, with no key chosen.
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            passphrase: None,
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// The command, with nothing of the machine it runs on: no keyring, no home, no proxy.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_patchbay"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.dir())
            .env("PATCHBAY_DATA_DIR", self.dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(passphrase) = self.passphrase {
            command.env("PATCHBAY_PASSPHRASE", passphrase);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).output().unwrap())
    }

    /// With text on standard input.
    pub(crate) fn run_with_input(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        ran(child.wait_with_output().unwrap())
    }

    /// `serve` on a free port, once it is ready.
    pub(crate) fn serve(&self, args: &[&str]) -> Serve {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(args);
        let mut started = Started::new(self.command(&all));
        let ready = started.line();
        assert_eq!(ready["ready"], true);
        Serve { started, ready }
    }

    pub(crate) fn start(&self, args: &[&str]) -> Started {
        Started::new(self.command(args))
    }
}

/// A folder whose key comes from a passphrase, made by a first command.
pub(crate) fn ready() -> Patchbay {
    let patchbay = Patchbay::with_passphrase();
    patchbay
        .run(&["--keyring", "passphrase", "integration", "list"])
        .done();
    patchbay
}

fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// A command that goes on.
pub(crate) struct Started {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Started {
    fn new(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// The next line of its output, as JSON.
    pub(crate) fn line(&mut self) -> Value {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut err = String::new();
            self.child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut err)
                .unwrap();
            panic!("it ended: {err}");
        }
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    pub(crate) fn ended(mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn interrupt(&self) {
        let pid = self.pid().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A running `serve`.
pub(crate) struct Serve {
    pub(crate) started: Started,
    pub(crate) ready: Value,
}

impl Serve {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.ready["apiUri"].as_str().unwrap())
    }
}

/// A browser that follows no redirect by itself.
pub(crate) fn browser() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// Signs in at the sandbox as its first user and answers its question; gives where the sandbox sends the user.
pub(crate) async fn decide(browser: &Client, authorize_url: &str, decision: &str) -> Url {
    let page = browser.get(authorize_url).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let html = page.text().await.unwrap();
    let value = |name: &str| {
        let field = html
            .split("<input")
            .find(|field| field.contains(&format!("name=\"{name}\"")))
            .unwrap();
        field
            .split("value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let form = [
        ("request", value("request")),
        ("user", value("user")),
        ("decision", decision.to_owned()),
    ];
    let action = Url::parse(authorize_url).unwrap().join("/authorize").unwrap();
    let answer = browser.post(action).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    location(&answer).parse().unwrap()
}

/// Follows a redirect to its page: the redirect itself must lead to a clean address.
pub(crate) async fn arrive(browser: &Client, redirected: &Url) -> (StatusCode, String) {
    let answer = browser.get(redirected.clone()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let next = location(&answer);
    assert!(
        !next.contains('?') && next.starts_with("/oauth-result/"),
        "{next}"
    );
    let page = browser.get(redirected.join(&next).unwrap()).send().await.unwrap();
    (page.status(), page.text().await.unwrap())
}

fn location(response: &Response) -> String {
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// Connects the sandbox with these extra arguments; gives the last line.
pub(crate) async fn connect(patchbay: &Patchbay, args: &[&str]) -> Value {
    let mut all = vec!["connect", "sandbox", "--surface", "print", "--json"];
    all.extend(args);
    let mut started = patchbay.start(&all);
    let first = started.line();
    let browser = browser();
    let redirected = decide(&browser, first["authorizeUrl"].as_str().unwrap(), "allow").await;
    let (status, page) = arrive(&browser, &redirected).await;
    let last = started.line();
    assert!(
        status == StatusCode::OK && page.contains("Connected to"),
        "{page} {last}"
    );
    assert_eq!(started.ended(), 0);
    last
}
