// A page at a former address: it leads on to the page's address of today, with the place in the page that was asked
// for. The former address does not stay in the history.

location.replace(document.getElementById('moved').href + location.hash);
