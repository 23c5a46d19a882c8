-- What Quarto's own filters do for the few constructs that the pages use: figures and tables
-- with numbers, references to them, tabsets, folded code and links between pages.

local names = { fig = "Figure", tbl = "Table" }
local counters = { fig = 0, tbl = 0 }
local numbers = {}
local tabsets = 0

local function html(text)
  return pandoc.RawBlock("html", text)
end

local function kind_of(identifier)
  local kind = identifier:match("^(%a+)%-")
  return names[kind] and kind
end

local function number(div)
  local kind = kind_of(div.identifier)
  if kind then
    counters[kind] = counters[kind] + 1
    numbers[div.identifier] = names[kind] .. "\u{a0}" .. counters[kind]
  end
end

-- `@fig-x` becomes a link to the figure, with its number.
local function Cite(cite)
  local id = cite.citations[1].id
  if not numbers[id] or #cite.citations > 1 then
    error("the renderer without Quarto cannot resolve @" .. id, 0)
  end
  return pandoc.Link(numbers[id], "#" .. id, "", { class = "quarto-xref" })
end

-- The last paragraph of a figure or table is its caption; its code stands before it.
local function float(div, kind)
  local code = pandoc.Blocks({})
  local caption = div.content:remove(#div.content).content
  local content = div.content:walk({
    CodeBlock = function(block)
      if block.classes:includes("cell-code") then
        code:insert(block)
        return {}
      end
    end,
  })
  local id = div.identifier .. "-caption"
  local place = kind == "tbl" and "top" or "bottom"
  local style = "quarto-float-caption-" .. place .. " quarto-float-caption quarto-float-" .. kind
  local text = pandoc.Inlines({ pandoc.Str(numbers[div.identifier]), pandoc.Str(":"), pandoc.Space() })
  local parts = pandoc.Blocks({
    html('<figcaption class="' .. style .. '" id="' .. id .. '">'),
    pandoc.Plain(text .. caption),
    html("</figcaption>"),
  })
  parts:insert(place == "top" and 4 or 1, pandoc.Div(content, { ["aria-describedby"] = id }))
  parts:insert(1, html('<figure class="quarto-float quarto-float-' .. kind .. ' figure">'))
  parts:insert(html("</figure>"))
  div.content = parts
  div.classes:extend({ "quarto-float", "quarto-figure", "quarto-figure-center", "anchored" })
  code:insert(div)
  return code
end

local function tabset(div)
  tabsets = tabsets + 1
  local tabs = pandoc.Inlines({})
  local panes = pandoc.Blocks({})
  local level = div.content[1].level
  for _, block in ipairs(div.content) do
    if block.level == level and block.t == "Header" then
      local id = "tabset-" .. tabsets .. "-" .. #panes + 1
      local first = #panes == 0
      local active = first and { "active" } or {}
      tabs:insert(pandoc.RawInline("html", '<li class="nav-item" role="presentation">'))
      tabs:insert(pandoc.Link(block.content, "#" .. id, "", pandoc.Attr(id .. "-tab",
        { "nav-link", table.unpack(active) },
        { { "role", "tab" }, { "aria-controls", id }, { "aria-selected", tostring(first) } })))
      tabs:insert(pandoc.RawInline("html", "</li>"))
      panes:insert(pandoc.Div({}, pandoc.Attr(id, { "tab-pane", table.unpack(active) },
        { { "role", "tabpanel" }, { "aria-labelledby", id .. "-tab" } })))
    else
      panes[#panes].content:insert(block)
    end
  end
  div.content = {
    html('<ul class="nav nav-tabs" role="tablist">'),
    pandoc.Plain(tabs),
    html("</ul>"),
    pandoc.Div(panes, { class = "tab-content" }),
  }
  return div
end

local function Div(div)
  local kind = kind_of(div.identifier)
  if kind then
    return float(div, kind)
  elseif div.classes:includes("panel-tabset") then
    return tabset(div)
  end
end

local function Table(block)
  block.classes:extend({ "caption-top", "table" })
  return block
end

local function CodeBlock(block)
  if block.classes:includes("cell-code") then
    return {
      html('<details class="code-fold"><summary>'),
      pandoc.Plain("Code"),
      html("</summary>"),
      block,
      html("</details>"),
    }
  end
end

local function Link(link)
  link.target = link.target:gsub("^([^:#]+)%.qmd", "%1.html")
  return link
end

function Pandoc(doc)
  doc:walk({ traverse = "topdown", Div = number })
  doc = doc:walk({ Cite = Cite, Link = Link, Div = Div, Table = Table })
  doc = doc:walk({ CodeBlock = CodeBlock })
  local meta = doc.meta
  local page = pandoc.utils.stringify(meta.page)
  meta["description-plain"] = pandoc.utils.stringify(meta.description)
  meta.address = page == "index" and "" or page .. ".html"
  for _, item in ipairs(meta.website.navbar.left) do
    local target = pandoc.utils.stringify(item.href):gsub("%.qmd$", "")
    item.href = target .. ".html"
    item.active = target == page
  end
  return doc
end
