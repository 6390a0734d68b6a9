//! A provider of the test's own on loopback: it answers what the test says, and remembers what it was asked.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use url::Url;

/// What is answered to a request.
pub(crate) enum Answer {
    Html(String),
    Json(String),
    Download,
    Redirect(String),
    NotFound,
}

/// A running provider. Its threads end with the test's process.
pub(crate) struct Provider {
    /// `http://127.0.0.1:PORT`
    pub(crate) origin: String,
    asked: Arc<Mutex<Vec<Url>>>,
}

impl Provider {
    /// Starts; `answer` is given the URL that was asked for, whole.
    pub(crate) fn start(answer: impl Fn(&Url) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<Url>>>::default();
        let (seen, base, answer) = (Arc::clone(&asked), Url::parse(&origin).unwrap(), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, base, answer) = (Arc::clone(&seen), base.clone(), Arc::clone(&answer));
                // A browser opens connections that it does not use yet: each has a thread.
                thread::spawn(move || serve(&stream.unwrap(), &base, &seen, answer.as_ref()));
            }
        });
        Self { origin, asked }
    }

    /// The URLs that were asked for under this path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Url> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|url| url.path() == path)
            .cloned()
            .collect()
    }

    /// The paths that were asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .map(|url| url.path().to_owned())
            .collect()
    }

    /// A connector file that signs in here. `redirect` is the first of its redirect strategies.
    pub(crate) fn connector(&self, redirect: &str) -> String {
        let origin = &self.origin;
        format!(
            "format = 1\nkey = \"test\"\nname = \"Test provider\"\nversion = \"1.0.0\"\n\
             [redirect]\nstrategies = [\"{redirect}\"]\n\
             [auth]\nkind = \"oauth2\"\n\
             [auth.authorize]\nurl = \"{origin}/authorize\"\n\
             [auth.token]\nurl = \"{origin}/token\"\nclient_auth = \"none\"\n\
             [http]\nbase_url = \"{origin}/api\"\nheaders = {{ Authorization = \"Bearer ${{accessToken}}\" }}\n"
        )
    }
}

/// The redirect that a provider answers an authorize request with once the user has said yes.
pub(crate) fn approved(authorize: &Url) -> Url {
    let parameter = |name: &str| {
        authorize
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap()
    };
    let mut redirect = Url::parse(&parameter("redirect_uri")).unwrap();
    redirect
        .query_pairs_mut()
        .append_pair("code", "the-code")
        .append_pair("state", &parameter("state"));
    redirect
}

/// The token endpoint's answer.
pub(crate) fn token() -> Answer {
    Answer::Json(r#"{"access_token":"the-token","token_type":"Bearer","expires_in":3600}"#.to_owned())
}

fn serve(stream: &TcpStream, base: &Url, seen: &Mutex<Vec<Url>>, answer: &dyn Fn(&Url) -> Answer) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let url = base.join(line.split(' ').nth(1).unwrap_or("/")).unwrap();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).unwrap_or(0) == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    seen.lock().unwrap().push(url.clone());
    let (status, header, body) = match answer(&url) {
        Answer::Html(page) => ("200 OK", "Content-Type: text/html; charset=utf-8".to_owned(), page),
        Answer::Json(json) => ("200 OK", "Content-Type: application/json".to_owned(), json),
        Answer::Download => (
            "200 OK",
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=unwanted.bin".to_owned(),
            "unwanted".to_owned(),
        ),
        Answer::Redirect(to) => ("302 Found", format!("Location: {to}"), String::new()),
        Answer::NotFound => ("404 Not Found", "Content-Type: text/plain".to_owned(), String::new()),
    };
    let mut stream = stream;
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}
