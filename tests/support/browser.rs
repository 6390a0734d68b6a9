//! A person at a browser, over plain HTTP: signs in, allows, and stops at the redirect URI without fetching it.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use url::Url;

/// Pages and redirects after which something is wrong.
const MOST_STEPS: usize = 12;

/// An HTTP client as the tests want it: no redirects followed, no proxy.
pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// A browser with a cookie jar.
pub(crate) struct Browser {
    http: reqwest::Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self {
            http: http(),
            cookies: BTreeMap::new(),
        }
    }

    /// Signs in and allows everything; the URL that the provider sends the user back to.
    pub(crate) async fn allow(&mut self, authorize_url: &str) -> Url {
        self.answer(authorize_url, "allow").await
    }

    /// Signs in and says no, where the provider's page has a button for it.
    pub(crate) async fn deny(&mut self, authorize_url: &str) -> Url {
        self.answer(authorize_url, "deny").await
    }

    async fn answer(&mut self, authorize_url: &str, decision: &str) -> Url {
        let back = redirect_uri(&Url::parse(authorize_url).unwrap());
        self.answer_until(authorize_url, decision, &back).await
    }

    /// Signs in and allows on a page that leads nowhere back, until there is nothing more to fill in; the last page.
    pub(crate) async fn allow_here(&mut self, start: &str) -> String {
        let mut url = Url::parse(start).unwrap();
        let mut form: Option<Vec<(String, String)>> = None;
        for _ in 0..MOST_STEPS {
            let request = match form.take() {
                None => self.http.get(url.clone()),
                Some(fields) => self.http.post(url.clone()).form(&fields),
            };
            let answer = request.header(COOKIE, self.cookie_header()).send().await.unwrap();
            self.keep_cookies(&answer);
            if let Some(location) = answer.headers().get(LOCATION) {
                url = url.join(location.to_str().unwrap()).unwrap();
                continue;
            }
            let page = answer.text().await.unwrap();
            if !page.contains("<form") {
                return page;
            }
            let (action, fields) = fill_form(&page, "allow");
            url = url.join(&action).unwrap();
            form = Some(fields);
        }
        panic!("no end after {MOST_STEPS} pages, last {url}");
    }

    /// The same where the authorize URL does not say where it leads back to: until `back` is reached.
    pub(crate) async fn answer_until(&mut self, authorize_url: &str, decision: &str, back: &Url) -> Url {
        let mut url = Url::parse(authorize_url).unwrap();
        let mut form: Option<Vec<(String, String)>> = None;
        for _ in 0..MOST_STEPS {
            let request = match form.take() {
                None => self.http.get(url.clone()),
                Some(fields) => self.http.post(url.clone()).form(&fields),
            };
            let answer = request.header(COOKIE, self.cookie_header()).send().await.unwrap();
            self.keep_cookies(&answer);
            if answer.status().is_redirection() {
                let location = answer.headers()[LOCATION].to_str().unwrap();
                url = url.join(location).unwrap();
                if is_at(&url, back) {
                    return url;
                }
                continue;
            }
            let status = answer.status();
            let page = answer.text().await.unwrap();
            assert!(status.is_success(), "{url} answered {status}: {page}");
            let (action, fields) = fill_form(&page, decision);
            url = url.join(&action).unwrap();
            form = Some(fields);
        }
        panic!("no redirect to {back} after {MOST_STEPS} pages, last {url}");
    }

    /// Loads a page as a browser does that follows redirects on the page's own origin; status and body.
    pub(crate) async fn visit(&self, url: &Url) -> (u16, String) {
        let mut url = url.clone();
        for _ in 0..MOST_STEPS {
            let answer = self.http.get(url.clone()).send().await.unwrap();
            match answer.headers().get(LOCATION) {
                Some(location) => {
                    let next = url.join(location.to_str().unwrap()).unwrap();
                    assert_eq!(next.origin(), url.origin(), "a page of ours leads nowhere else");
                    url = next;
                }
                None => return (answer.status().as_u16(), answer.text().await.unwrap()),
            }
        }
        panic!("no page after {MOST_STEPS} redirects, last {url}");
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    // Paths are not told apart: one flow at a time uses each name once.
    fn keep_cookies(&mut self, answer: &reqwest::Response) {
        for line in answer.headers().get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The redirect URI that an authorize URL asks for.
pub(crate) fn redirect_uri(authorize_url: &Url) -> Url {
    Url::parse(&query(authorize_url)["redirect_uri"]).unwrap()
}

/// The query of a URL; the last of a doubled name.
pub(crate) fn query(url: &Url) -> BTreeMap<String, String> {
    url.query_pairs().into_owned().collect()
}

fn is_at(url: &Url, back: &Url) -> bool {
    let place = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.host_str().map(str::to_owned),
            url.port(),
            url.path().to_owned(),
        )
    };
    place(url) == place(back)
}

/// The page's first form as a person would send it: hidden fields as they are, the first of each choice, any login.
fn fill_form(page: &str, decision: &str) -> (String, Vec<(String, String)>) {
    let form = page
        .split("<form")
        .nth(1)
        .unwrap_or_else(|| panic!("no form in {page}"));
    let form = form.split("</form>").next().unwrap_or_default();
    let (head, rest) = form.split_once('>').unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in rest.split("<input").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        if fields.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let value = match attribute(tag, "type").as_deref() {
            Some("text") => "alice".to_owned(),
            Some("password") => "any password".to_owned(),
            _ => attribute(tag, "value").unwrap_or_default(),
        };
        fields.push((name, value));
    }
    if rest.contains("name=\"decision\"") {
        fields.push(("decision".to_owned(), decision.to_owned()));
    }
    (attribute(head, "action").unwrap_or_default(), fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&amp;", "&"))
}
