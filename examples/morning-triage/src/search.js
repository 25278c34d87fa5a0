/** Articles whose name holds the word. */
export function search(articles, word) {
  return articles.filter((article) => article.name.toLowerCase().includes(word.toLowerCase()));
}
