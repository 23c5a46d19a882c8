-- What Quarto's own filters do for the few constructs that the pages use: figures and tables
-- with numbers, references to them, tabsets, callouts, folded code and links between pages.

local names = { fig = "Figure", tbl = "Table" }
local others = { "sec", "eq", "lst", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr" }
local unknown = {}
for _, kind in ipairs(others) do
  unknown[kind] = true
end

local counters = { fig = 0, tbl = 0 }
local numbers = {}
local tabsets = 0

local function warn(message)
  io.stderr:write("WARNING: " .. message .. "\n")
end

local function html(text)
  return pandoc.RawBlock("html", text)
end

local function kind_of(identifier)
  local kind = identifier:match("^(%a+)%-")
  return names[kind] and kind or nil
end

local function number_float(element)
  local kind = kind_of(element.identifier)
  if kind then
    counters[kind] = counters[kind] + 1
    numbers[element.identifier] = counters[kind]
  end
end

-- `@fig-x` becomes a link to the figure, with its number.
local function reference(citation)
  local kind = citation.id:match("^(%a+)%-")
  if unknown[kind] then
    error("the renderer without Quarto resolves no @" .. citation.id, 0)
  end
  local number = numbers[citation.id]
  if not number then
    warn("Unable to resolve crossref @" .. citation.id)
    return pandoc.Strong("?@" .. citation.id)
  end
  local text = pandoc.Inlines(tostring(number))
  if citation.mode ~= "SuppressAuthor" then
    local label = #citation.prefix > 0 and citation.prefix or pandoc.Inlines(names[kind])
    text = label .. { pandoc.Str("\u{a0}") } .. text
  end
  return pandoc.Link(text, "#" .. citation.id, "", { class = "quarto-xref" })
end

local function Cite(cite)
  local found = pandoc.Inlines({})
  for index, citation in ipairs(cite.citations) do
    local kind = citation.id:match("^(%a+)%-")
    if not (names[kind] or unknown[kind]) then
      return nil
    end
    if index > 1 then
      found:extend({ pandoc.Str(","), pandoc.Space() })
    end
    found:insert(reference(citation))
  end
  return found
end

-- The last paragraph of a figure or table is its caption; its code stands before it.
local function float(identifier, classes, content, caption)
  local kind = kind_of(identifier)
  local code = pandoc.Blocks({})
  content = content:walk({
    CodeBlock = function(block)
      if block.classes:includes("cell-code") then
        code:insert(block)
        return {}
      end
    end,
    Div = function(div)
      if kind_of(div.identifier) then
        error("figure " .. div.identifier .. " lies within " .. identifier, 0)
      end
    end,
  })
  local text = pandoc.Inlines({ pandoc.Str(names[kind] .. "\u{a0}" .. numbers[identifier]) })
  local place = kind == "tbl" and "top" or "bottom"
  local style = "quarto-float-caption-" .. place .. " quarto-float-caption quarto-float-" .. kind
  if #caption > 0 then
    text = text .. { pandoc.Str(":"), pandoc.Space() } .. caption
  else
    style = style .. " quarto-uncaptioned"
  end
  local described = identifier .. "-caption"
  local figcaption = {
    html('<figcaption class="' .. style .. '" id="' .. described .. '">'),
    pandoc.Plain(text),
    html("</figcaption>"),
  }
  local body = { pandoc.Div(content, { ["aria-describedby"] = described }) }
  local parts = pandoc.Blocks({
    html('<figure class="quarto-float quarto-float-' .. kind .. ' figure">'),
  })
  parts:extend(place == "top" and figcaption or body)
  parts:extend(place == "top" and body or figcaption)
  parts:insert(html("</figure>"))
  classes:extend({ "quarto-float", "quarto-figure", "quarto-figure-center", "anchored" })
  code:insert(pandoc.Div(parts, pandoc.Attr(identifier, classes)))
  return code
end

local function float_div(div)
  local last = div.content[#div.content]
  local caption = pandoc.Inlines({})
  if last and (last.t == "Para" or last.t == "Plain") then
    caption = div.content:remove(#div.content).content
  end
  return float(div.identifier, div.classes, div.content, caption)
end

local function Table(block)
  block.classes:extend({ "caption-top", "table" })
  if not kind_of(block.identifier) then
    return block
  end
  local identifier = block.identifier
  local caption = pandoc.utils.blocks_to_inlines(block.caption.long)
  block.identifier = ""
  block.caption = pandoc.Caption()
  return float(identifier, pandoc.List({}), pandoc.Blocks({ block }), caption)
end

local function tabset(div)
  tabsets = tabsets + 1
  local level = nil
  local titles, panes = {}, {}
  for _, block in ipairs(div.content) do
    if block.t == "Header" and (level == nil or block.level == level) then
      level = block.level
      table.insert(titles, block.content)
      table.insert(panes, pandoc.Blocks({}))
    elseif #panes == 0 then
      error("a tabset starts with a heading", 0)
    else
      panes[#panes]:insert(block)
    end
  end
  local tabs = pandoc.Inlines({})
  local content = pandoc.Blocks({})
  for index, title in ipairs(titles) do
    local id = "tabset-" .. tabsets .. "-" .. index
    local first = index == 1
    tabs:insert(pandoc.RawInline("html", '<li class="nav-item" role="presentation">'))
    tabs:insert(pandoc.Link(title, "#" .. id, "", pandoc.Attr(id .. "-tab",
      first and { "nav-link", "active" } or { "nav-link" },
      { { "role", "tab" }, { "aria-controls", id }, { "aria-selected", tostring(first) } })))
    tabs:insert(pandoc.RawInline("html", "</li>"))
    content:insert(pandoc.Div(panes[index], pandoc.Attr(id,
      first and { "tab-pane", "active" } or { "tab-pane" },
      { { "role", "tabpanel" }, { "aria-labelledby", id .. "-tab" } })))
  end
  div.content = {
    html('<ul class="nav nav-tabs" role="tablist">'),
    pandoc.Plain(tabs),
    html("</ul>"),
    pandoc.Div(content, { class = "tab-content" }),
  }
  return div
end

local function callout(div, kind)
  if div.attributes.collapse then
    error("the renderer without Quarto folds no callouts; use <details>", 0)
  end
  local name = kind:gsub("^%l", string.upper)
  local title = pandoc.Inlines(div.attributes.title or name)
  div.attributes = {}
  if div.content[1] and div.content[1].t == "Header" then
    title = div.content:remove(1).content
    title:insert(1, pandoc.Span(name, { class = "screen-reader-only" }))
  end
  div.classes = { "callout", "callout-style-default", "callout-" .. kind, "callout-titled" }
  div.content = {
    pandoc.Div(pandoc.Plain(title), { class = "callout-header" }),
    pandoc.Div(div.content, { class = "callout-body" }),
  }
  return div
end

local function Div(div)
  if kind_of(div.identifier) then
    return float_div(div)
  elseif div.classes:includes("panel-tabset") then
    return tabset(div)
  end
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(%l+)$")
    if kind then
      return callout(div, kind)
    end
  end
end

local function CodeBlock(block)
  local fold = block.attributes["code-fold"]
  local summary = block.attributes["code-summary"]
  block.attributes["code-fold"], block.attributes["code-summary"] = nil, nil
  if fold ~= "true" and fold ~= "show" then
    return block
  end
  local open = fold == "show" and " open" or ""
  return {
    html('<details class="code-fold"' .. open .. "><summary>"),
    pandoc.Plain(summary),
    html("</summary>"),
    block,
    html("</details>"),
  }
end

local function Link(link)
  local page, anchor = link.target:match("^([^:#]+)%.qmd(#?.*)$")
  if not page then
    return nil
  end
  local file = io.open(page .. ".qmd")
  if not file then
    warn("Unable to resolve link target: " .. link.target)
    return nil
  end
  file:close()
  link.target = page:gsub("^%./", "") .. ".html" .. anchor
  return link
end

function Pandoc(doc)
  doc:walk({ traverse = "topdown", Div = number_float, Table = number_float })
  doc = doc:walk({ Cite = Cite, Link = Link })
  doc = doc:walk({ Div = Div, Table = Table })
  doc = doc:walk({ CodeBlock = CodeBlock })
  if doc.meta.description then
    doc.meta["description-plain"] = pandoc.utils.stringify(doc.meta.description)
  end
  return doc
end
